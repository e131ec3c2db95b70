// Mail that comes in, put together: the address at which we are written to, the marks behind it, and what is done with what comes. Off where
// neither INBOUND_SMTP_PORT nor IMAP_URL is set: then answers go where an admin says, and nobody here reads them.

import { sameAddress } from '../../contacts/address.ts'
import type { AnswersByMail } from '../answers.ts'
import type { Door } from './door.ts'
import { type ReplyMarks, replyMarks } from './marks.ts'
import { type ReceiveParts, receiver } from './receive.ts'

interface Inbound {
  answers: AnswersByMail
  door: (parts: Omit<ReceiveParts, 'marks' | 'isOurs' | 'answersTo'>) => Door
}

/** @param address MAIL_FROM, or what an admin has set for answers: asked each time */
export function inboundMail({
  key,
  addresses,
}: {
  key: Uint8Array
  addresses: () => { from: string; answers: string | null }
}): Inbound {
  const marks: ReplyMarks = replyMarks(key)
  const answersGoTo = () => addresses().answers ?? addresses().from
  const answers: AnswersByMail = {
    addressFor: (ticket) => marks.addressFor(ticket, answersGoTo()),
    markOf: marks.ofTicket,
    address: answersGoTo,
  }
  const isOurs = (address: string) => {
    const plain = address.replace(/\+[^@]*@/, '@').toLowerCase()
    const { from, answers } = addresses()
    return [from, answers].some((one) => one !== null && sameAddress(one.toLowerCase(), plain))
  }
  return {
    answers,
    door: (parts) => ({
      isOurs,
      receive: receiver({
        ...parts,
        ...{ marks, isOurs },
        answersTo: (ticket) => answers.addressFor(ticket) ?? addresses().answers,
      }),
    }),
  }
}
