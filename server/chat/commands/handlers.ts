// What answers the commands of the protocol: a function for each name, its body checked before. `address` is the network
// address that it came from. Partner: gateway.ts.

import type {
  ContactCommandAnswer,
  ContactCommandBody,
  ContactCommandName,
  DeskCommandAnswer,
  DeskCommandBody,
  DeskCommandName,
} from '../../../protocol/socket.ts'
import type { AgentCaller, ContactCaller } from '../../caller.ts'

export type ContactHandlers = {
  [N in ContactCommandName]: (
    caller: ContactCaller,
    body: ContactCommandBody<N>,
    address: string,
  ) => Promise<ContactCommandAnswer<N>>
}
export type DeskHandlers = {
  [N in DeskCommandName]: (
    caller: AgentCaller,
    body: DeskCommandBody<N>,
    address: string,
  ) => Promise<DeskCommandAnswer<N>>
}
