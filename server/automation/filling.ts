// What a rule writes to a contact: its own text, or a macro's reply, with its places filled in. Partners: faults.ts, which let
// nothing in that could stay open; protocol/desk/macro-text.ts.

import { knownOf } from '../../protocol/desk/macro-facts.ts'
import { filledText } from '../../protocol/desk/macro-text.ts'
import type { LeftOut, RuleAction } from '../../protocol/desk/rules.ts'
import { plainWords } from '../../protocol/plain-words.ts'
import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { keptText } from '../tickets/text.ts'
import { faultOfReply } from './faults.ts'

/** A macro may have been changed since the rule was made: null where it cannot be sent by nobody any more. */
export async function replyInMacro(
  tables: Pick<ReadTables, 'macros'>,
  types: Pick<TicketTypes, 'all'>,
  macroId: string,
): Promise<string | null> {
  const macro = await tables.macros.find(macroId)
  const isReply = macro?.as === 'reply' && macro.ownerId === null && !faultOfReply(macro.text, types)
  return isReply ? macro.text : null
}

/** What cannot be sent any more is left out, and why is said. */
export async function replyOf(
  tables: Pick<ReadTables, 'macros' | 'contacts'>,
  types: Pick<TicketTypes, 'all' | 'find' | 'form'>,
  action: Extract<RuleAction, { do: 'reply' | 'macro' }>,
  ticket: TicketRecord,
): Promise<{ text: string } | { why: LeftOut }> {
  const text = action.do === 'reply' ? action.text : await replyInMacro(tables, types, action.macroId)
  if (text === null) return { why: 'macro_gone' }
  const contact = await tables.contacts.find(ticket.contactId)
  if (!contact) return { why: 'no_text' }
  const type = types.find(ticket.type)
  // In the contact's own words, where agents read them in others.
  const answers = (ticket.answers ?? []).map((answer) => ({ ...answer, ...answer.read }))
  const filled = filledText(
    text,
    knownOf({
      ticket: { number: ticket.number, subject: plainWords(ticket.subject), answers },
      typeName: type ? types.form(type, contact.locale ?? undefined).label : ticket.type,
      contact,
      agentName: '',
    }),
  )
  const kept = keptText(filled)
  return kept ? { text: kept } : { why: 'no_text' }
}
