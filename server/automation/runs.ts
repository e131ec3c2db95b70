// Rules at work, in commits of their own behind what people did: nobody's message waits for them, or fails with them. The causes
// are taken away in the commit of what they lead to: so it is done once, over a crash and on whichever copy. Partners: causes.ts,
// waits.ts, acting.ts.

import type { OpeningHours } from '../../protocol/hours.ts'
import { openingsFrom } from '../../protocol/openings.ts'
import type { WorkHandler } from '../due-work.ts'
import type { Commit, Unit } from '../events.ts'
import type { EntryRecord, RuleCause, RuleRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { type ActingParts, act } from './acting.ts'
import { holds, isMeant } from './judge.ts'
import type { WhichRules } from './which.ts'

/** Entries read at once for what a contact wrote last, where a rule asks for words. */
const LOOKED_BACK = 20

/** Due work of the kind RULES_RUN; its subject is a ticket. */
export function runRules({
  commit,
  which,
  ...parts
}: { commit: Commit; which: WhichRules } & ActingParts): WorkHandler {
  return async ({ id, subjectId }) => {
    await commit(async (tx) => {
      const work = await tx.dueWork.find(id)
      if (!work) return
      which.takeOver(tx)
      const rules = (await tx.rules.list()).filter(({ isOn }) => isOn)
      for (const cause of work.causes ?? []) {
        for (const rule of rules) {
          const ticket = isMeant(rule.when, cause) ? await tx.tickets.find(subjectId) : undefined
          if (ticket) await runIfItHolds(tx, parts, rule, ticket, cause)
        }
      }
      await tx.dueWork.remove(id)
    })
    return { done: true }
  }
}

/** @returns the ticket as it is then */
export async function runIfItHolds(
  tx: Unit,
  parts: ActingParts,
  rule: RuleRecord,
  ticket: TicketRecord,
  { at, sequence }: Pick<RuleCause, 'at' | 'sequence'>,
): Promise<TicketRecord> {
  const moment = {
    ticket,
    at,
    contact: await tx.contacts.find(ticket.contactId),
    text: () => writtenAbout(tx, ticket, sequence),
    isOpen: async () => isOpenAt((await tx.openingHours.find())?.hours ?? null, at),
  }
  return (await holds(rule.conditions, moment)) ? act(tx, parts, rule, ticket) : ticket
}

/** A desk that has set no hours is always open. */
export function isOpenAt(hours: OpeningHours | null, at: string): boolean {
  if (!hours) return true
  const [opening] = openingsFrom(hours, new Date(at), 1)
  return opening !== undefined && opening.opensAt <= at
}

/** The subject, and the message that it is about; where it is about none, what the contact wrote last. */
async function writtenAbout(
  tables: Pick<ReadTables, 'entries'>,
  ticket: TicketRecord,
  sequence: number | undefined,
): Promise<string> {
  const [entry] =
    sequence === undefined
      ? [await lastOfContact(tables, ticket)]
      : await tables.entries.after(ticket.id, sequence - 1, 1)
  return `${ticket.subject}\n${entry?.kind === 'message' ? entry.text : ''}`
}

async function lastOfContact(
  { entries }: Pick<ReadTables, 'entries'>,
  { id, newestSequence }: TicketRecord,
): Promise<EntryRecord | undefined> {
  for (let before = newestSequence + 1; before > 1; ) {
    const page = await entries.before(id, before, LOOKED_BACK)
    const last = page.findLast((entry) => entry.kind === 'message' && entry.author.kind === 'contact')
    if (last) return last
    before = page[0]?.sequence ?? 1
  }
  return undefined
}
