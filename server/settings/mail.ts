// How letters go out, as far as admins set it: the sender's name, where answers to letters about a conversation go, and which of these
// are not sent. The way of a letter stays the operator's. Partners: protocol/letters.ts, protocol/settings/senders.ts, email/sender.ts.

import { type Letter, OPTIONAL_LETTERS } from '../../protocol/letters.ts'
import type { MailChange } from '../../protocol/settings/mail-settings.ts'
import { isAt, mayBeName } from '../../protocol/settings/senders.ts'
import { parseAddress } from '../contacts/address.ts'
import { domainOf, type Sender } from '../email/sender.ts'
import { Refusal } from '../errors.ts'
import type { SettingValues } from '../store/records.ts'

type Mail = SettingValues['mail']

export const AS_OPERATOR: Mail = { name: null, replyTo: null, off: [] }

/** @throws Refusal('mail.invalid') */
export function checkedMail({ name, replyTo, off }: MailChange, from: Sender): Mail {
  return {
    name: checkedName(name),
    replyTo: checkedReplyTo(replyTo, from),
    off: OPTIONAL_LETTERS.filter((letter) => off.includes(letter)),
  }
}

export const senderOf = (from: Sender, { name }: Mail): Sender => ({ ...from, name: name ?? from.name })

export const isOff = ({ off }: Mail, letter: Letter): boolean => off.some((one) => one === letter)

/** The one that answers may go to: whoever stole an admin's log-in gets none of them. null: no domain that mail could be sent to. */
export function replyDomainOf({ address }: Sender): string | null {
  const domain = domainOf(address)
  return parseAddress(`help@${domain}`) ? domain : null
}

function checkedName(written: string | null): string | null {
  const name = written?.toWellFormed().trim() || null
  if (name && !mayBeName(name))
    throw new Refusal('mail.invalid', {
      field: '/name',
      detail: 'A name has no @, no < or >, no quotes and nothing that cannot be seen: it is no address.',
    })
  return name
}

function checkedReplyTo(written: string | null, from: Sender): string | null {
  if (!written?.trim()) return null
  const domain = replyDomainOf(from)
  const address = parseAddress(written)
  if (!address) throw new Refusal('mail.invalid', { field: '/replyTo', detail: 'This is no e-mail address.' })
  if (!domain || !isAt(address, domain))
    throw new Refusal('mail.invalid', {
      field: '/replyTo',
      detail: domain
        ? `Answers go to an address @${domain}, the domain of MAIL_FROM, and to no other.`
        : `MAIL_FROM (${from.address}) has no domain that mail can be sent to, so answers can go nowhere.`,
    })
  return address
}
