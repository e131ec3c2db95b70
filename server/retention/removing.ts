// One ticket is removed, with all that is of it: what other tickets say of it, its files, the mails that carried its replies. The store
// takes thread, notes, ratings and drafts along. Nothing keeps what it was. Partners: policy.ts, which says when; nights.ts.

import type { Unit } from '../events.ts'
import type { AttachmentRecord, TicketRecord } from '../store/records.ts'
import { mailOfReply } from '../tickets/offline-replies.ts'

/** Entries of a thread in one read. */
const PAGE = 500

export async function removeTicket(tx: Unit, ticket: TicketRecord): Promise<void> {
  await leaveOthers(tx, ticket)
  for (const file of await tx.attachments.listForTicket(ticket.id)) await removeOrHandOn(tx, file)
  await removeMails(tx, ticket)
  await tx.tickets.remove(ticket.id)
  tx.record({ name: 'ticket.removed', ticket })
}

/** A ticket that was split off keeps the files of what it took along. */
async function removeOrHandOn(tx: Unit, { alsoIn = [], ...file }: AttachmentRecord): Promise<void> {
  for (const [at, id] of alsoIn.entries()) {
    if (!(await tx.tickets.find(id))) continue
    const left = alsoIn.slice(at + 1)
    return tx.attachments.put({ ...file, ticketId: id, ...(left.length > 0 && { alsoIn: left }) })
  }
  await tx.attachments.remove(file.id)
}

/** Without a line in their threads: a line would keep what it was. */
async function leaveOthers(tx: Unit, { id, links = [], cause }: TicketRecord): Promise<void> {
  for (const otherId of links) {
    const other = await tx.tickets.find(otherId)
    if (!other?.links?.includes(id)) continue
    const { links: before, ...rest } = other
    const left = before.filter((one) => one !== id)
    await arranged(tx, left.length > 0 ? { ...rest, links: left } : rest)
  }
  const tracker = cause && (await tx.tickets.find(cause.id))
  if (!tracker?.tracker) return
  const attached = Math.max(0, tracker.tracker.attached - 1)
  await arranged(tx, { ...tracker, tracker: { ...tracker.tracker, attached } })
}

async function arranged(tx: Unit, ticket: TicketRecord): Promise<void> {
  await tx.tickets.put(ticket)
  tx.record({ name: 'ticket.arranged', ticket })
}

/** Replies that somebody did not see here: their mails are named after the newest of them. */
async function removeMails(tx: Unit, { id }: TicketRecord): Promise<void> {
  for (let after = 0; ; ) {
    const entries = await tx.entries.after(id, after, PAGE)
    for (const entry of entries) {
      if (entry.kind !== 'message' || entry.author.kind !== 'agent') continue
      const mail = mailOfReply(entry.id)
      if (await tx.mails.find(mail)) await tx.mails.remove(mail)
    }
    if (entries.length < PAGE) return
    after = entries.at(-1)?.sequence ?? after
  }
}
