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
import type { AgentCaller, ContactCaller, LetIn } from '../../caller.ts'

/** What contacts do most looks up who calls within its commit (stillIn, ../../caller.ts): nobody need before. */
const LOOK_THEMSELVES = ['ticket.open', 'message.send', 'thread.see'] as const satisfies ContactCommandName[]
type LooksItself = (typeof LOOK_THEMSELVES)[number]
export const looksItself = (name: ContactCommandName): name is LooksItself =>
  (LOOK_THEMSELVES as readonly string[]).includes(name)

export type ContactHandlers = {
  [N in ContactCommandName]: (
    caller: N extends LooksItself ? LetIn : ContactCaller,
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
