// What an agent has not sent yet, kept for that agent alone. Whoever writes on an older one than is kept is refused, never
// merged: two windows of one agent show both texts, and their writer chooses. Partners: protocol/desk/drafts.ts;
// console/writing/in-step.ts, which saves and compares.

import type { Draft, DraftAs } from '../../protocol/desk/drafts.ts'
import { DRAFTS_OF_AGENT } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Reaction, Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, DraftRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { messageOf } from './messages.ts'
import { quoteOf } from './quotes.ts'
import { getTicket } from './tickets.ts'

/** @throws Refusal('draft.changed' | 'draft.too_many' | 'not_found') */
export async function saveDraft(
  tx: Unit,
  { now, newId }: Pick<Parts, 'now' | 'newId'>,
  agent: AgentRecord,
  body: DeskCommandBody<'draft.save'>,
): Promise<DraftRecord | null> {
  const { ticketId, as, text, answers, quotes, macros = [], actions = [] } = body
  const ticket = await getTicket(tx, ticketId)
  const before = await tx.drafts.find(agent.id, ticketId, as)
  // One that was sent or let go elsewhere holds nothing that could be lost.
  if (before && before.version !== body.version) throw new Refusal('draft.changed')
  if (!text.trim()) {
    if (before) await letGo(tx, before)
    return null
  }
  if (!before && (await tx.drafts.listForAgent(agent.id)).length >= DRAFTS_OF_AGENT)
    throw new Refusal('draft.too_many', { detail: `${DRAFTS_OF_AGENT} are kept; send or empty one of them.` })
  const isThere = quotes !== undefined && (await messageOf(tx, ticket, quotes)) !== undefined
  const draft: DraftRecord = {
    ...{ agentId: agent.id, ticketId, as, text, answers, macros, actions },
    ...(isThere && { quotes }),
    version: newId('dra'),
    savedAt: now().toISOString(),
  }
  await tx.drafts.put(draft)
  tx.record({ name: 'draft.changed', draft })
  return draft
}

/** It is in a message now. What another window has saved since stays: that is not what was sent. */
export async function draftIsSent(
  tx: Unit,
  agent: AgentRecord,
  ticketId: string,
  as: DraftAs,
  version: string | undefined,
): Promise<void> {
  if (version === undefined) return
  const draft = await tx.drafts.find(agent.id, ticketId, as)
  if (draft?.version === version) await letGo(tx, draft)
}

/** Who may not come back leaves nothing behind that nobody may read. */
export const dropDraftsOfDisabled: Reaction = (event, tx) =>
  event.name === 'agent.disabled' ? dropAll(tx, event.agentId) : null

/** A quote is what it quotes is now. */
export async function draftView(
  { agentId: _, savedAt: __, quotes, ...draft }: DraftRecord,
  tables: Pick<ReadTables, 'tickets' | 'entries'>,
): Promise<Draft> {
  const ticket = quotes === undefined ? undefined : await tables.tickets.find(draft.ticketId)
  return { ...draft, ...(ticket && (await quoteOf(tables, ticket, quotes))) }
}

async function dropAll(tx: Unit, agentId: string): Promise<void> {
  for (const draft of await tx.drafts.listForAgent(agentId)) await letGo(tx, draft)
}

async function letGo(tx: Unit, draft: DraftRecord): Promise<void> {
  await tx.drafts.remove(draft)
  tx.record({ name: 'draft.removed', draft })
}
