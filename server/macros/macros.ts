// Macros: who may keep which, and what can be kept. Everybody's are made by admins, one's own by each agent; nobody sees
// another agent's own. Partners: acting.ts, which does what they do; protocol/desk/macro-text.ts, which judges their text.

import { actionsTogether } from '../../protocol/desk/macro-actions.ts'
import { faultsInMacroText, type MacroTextFault } from '../../protocol/desk/macro-text.ts'
import type { Macro, MacroFields } from '../../protocol/desk/macros.ts'
import { readAlike } from '../../protocol/desk/view-names.ts'
import { MACROS } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, MacroRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { isTeam } from '../teams/teams.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { keptText, oneLine } from '../tickets/text.ts'

export interface MacroParts extends Pick<Parts, 'now' | 'newId'> {
  types: Pick<TicketTypes, 'all'>
}

export async function macrosFor(
  tables: Pick<ReadTables, 'macros'>,
  agent: AgentRecord,
): Promise<{ macros: Macro[]; uses: Record<string, number> }> {
  const seen = (await tables.macros.list()).filter((macro) => maySee(macro, agent))
  return {
    macros: seen.map(macroView),
    uses: Object.fromEntries(seen.filter(({ uses }) => uses > 0).map(({ id, uses }) => [id, uses])),
  }
}

/** @throws Refusal('macro.invalid' | 'macro.changed' | 'caller.forbidden' | 'not_found') */
export async function saveMacro(
  tx: Unit,
  { now, newId, types }: MacroParts,
  agent: AgentRecord,
  { macroId, version, macro: told }: DeskCommandBody<'macro.save'>,
): Promise<MacroRecord> {
  const all = await tx.macros.list()
  const before = macroId === undefined ? null : mine(all, macroId, agent)
  if (before && before.version !== version)
    throw new Refusal('macro.changed', {
      detail: `${before.changedBy} changed it; this is version ${before.version}, not ${version}.`,
    })
  if (before && told.isOwn !== before.isOwn)
    throw refused('/isOwn', 'Whose a macro is stays as it is; make another one.')
  if (!told.isOwn) requireAdmin(agent)
  if (!before && all.length >= MACROS) throw refused('', `There are ${MACROS} macros, and no more are kept.`)
  const macro: MacroRecord = {
    id: before?.id ?? newId('mac'),
    ...(await checked(tx, types, told)),
    ownerId: told.isOwn ? agent.id : null,
    version: (before?.version ?? 0) + 1,
    changedBy: agent.name,
    changedAt: now().toISOString(),
    uses: before?.uses ?? 0,
  }
  const same = (other: MacroRecord) =>
    other.id !== macro.id && other.ownerId === macro.ownerId && readAlike(other.name, macro.name)
  if (all.some(same)) throw refused('/name', `There is a macro “${macro.name}” already.`)
  await tx.macros.put(macro)
  tx.record({ name: 'macro.changed', macro })
  return macro
}

/** @throws Refusal('caller.forbidden' | 'not_found') */
export async function removeMacro(tx: Unit, agent: AgentRecord, macroId: string): Promise<void> {
  const macro = mine(await tx.macros.list(), macroId, agent)
  if (!macro.isOwn) requireAdmin(agent)
  await tx.macros.remove(macro.id)
  tx.record({ name: 'macro.removed', macro })
}

/** They stand in what is being sent. One that was removed meanwhile is not counted, and holds nothing up. */
export async function countUses(tx: Unit, agent: AgentRecord, macroIds: readonly string[]): Promise<void> {
  for (const id of new Set(macroIds)) {
    const macro = await tx.macros.find(id)
    if (macro && maySee(macro, agent)) await tx.macros.put({ ...macro, uses: macro.uses + 1 })
  }
}

export function macroView({ ownerId: _, uses: __, ...macro }: MacroRecord): Macro {
  return macro
}

/** One that is somebody else's own answers like one that is not there. */
function mine(all: MacroRecord[], macroId: string, agent: AgentRecord): MacroRecord {
  const macro = all.find(({ id }) => id === macroId)
  if (!macro || !maySee(macro, agent)) throw new Refusal('not_found')
  return macro
}

const maySee = ({ ownerId }: MacroRecord, agent: AgentRecord) => ownerId === null || ownerId === agent.id

function requireAdmin({ roles }: AgentRecord): void {
  if (!roles.includes('admin'))
    throw new Refusal('caller.forbidden', { detail: 'Macros for everybody are made by admins.' })
}

async function checked(tx: Unit, types: MacroParts['types'], told: MacroFields): Promise<MacroFields> {
  const name = oneLine(told.name)
  if (!name) throw refused('/name', 'A macro needs a name.')
  const text = keptText(told.text)
  const actions = actionsTogether(told.actions)
  if (!text && actions.length === 0)
    throw refused('/text', 'A macro needs a text, or something that it does.')
  const fields = types.all().flatMap((type) => (type.fields ?? []).map((field) => field.name))
  const [fault] = faultsInMacroText(text, fields)
  if (fault) throw refused('/text', SENTENCES[fault.why](fault.written))
  for (const [at, action] of actions.entries()) {
    if (action.do === 'team' && !(await isTeam(tx, types, action.to)))
      throw refused(`/actions/${at}/to`, 'The team to which it gives the ticket is not there any more.')
    if (action.do !== 'assign' || action.to === 'me' || action.to === 'nobody') continue
    const assignee = await tx.agents.find(action.to)
    if (!assignee || assignee.disabledAt)
      throw refused(`/actions/${at}/to`, 'The agent to whom it assigns is not there any more.')
  }
  return { ...told, name, text, actions }
}

const refused = (field: string, detail: string) =>
  new Refusal('macro.invalid', { field: `/macro${field}`, detail })

const SENTENCES: Record<MacroTextFault['why'], (written: string) => string> = {
  open: (written) => `“${written}” is not closed; a place is written {{name|otherwise}}.`,
  empty: (written) => `“${written}” names nothing; write a name, or {{ask: a question}}.`,
  unknown: (written) => `“${written}” is nothing that is known of a ticket.`,
  no_fallback: (written) => `“${written}” may be missing; say what stands there then: {{…|otherwise}}.`,
}
