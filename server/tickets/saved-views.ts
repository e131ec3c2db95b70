// Saved views: everybody's are any agent's to make and to change, one's own are nobody else's to see. Partner:
// protocol/desk/filters.ts, what a view holds.

import type { SavedView } from '../../protocol/desk/filters.ts'
import { readAlike } from '../../protocol/desk/view-names.ts'
import { VIEWS } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, ViewRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { faultInFields } from './field-faults.ts'
import { oneLine } from './text.ts'

export async function viewsFor(
  tables: Pick<ReadTables, 'views'>,
  agent: Pick<AgentRecord, 'id'>,
): Promise<SavedView[]> {
  return (await tables.views.list()).filter((view) => maySee(view, agent)).map(savedView)
}

/** @throws Refusal('view.invalid' | 'view.changed' | 'not_found') */
export async function saveView(
  tx: Unit,
  { newId }: Pick<Parts, 'newId'>,
  agent: AgentRecord,
  { viewId, version, view: told }: DeskCommandBody<'view.save'>,
): Promise<ViewRecord> {
  const all = await tx.views.list()
  const before = viewId === undefined ? null : mine(all, viewId, agent)
  if (before && before.version !== version)
    throw new Refusal('view.changed', {
      detail: `${before.changedBy} changed it; this is version ${before.version}, not ${version}.`,
    })
  if (before && before.isOwn !== told.isOwn)
    throw new Refusal('view.invalid', {
      field: '/view/isOwn',
      detail: 'Whose a view is stays as it is; make another one.',
    })
  const name = oneLine(told.name)
  if (!name) throw new Refusal('view.invalid', { field: '/view/name', detail: 'A view needs a name.' })
  const isNew = !before || !readAlike(before.name, name)
  const twin = all.find((view) => view.id !== viewId && maySee(view, agent) && readAlike(view.name, name))
  if (isNew && twin)
    throw new Refusal('view.invalid', {
      field: '/view/name',
      detail: `There is a view “${twin.name}” already; give this one another name.`,
    })
  const fault = faultInFields(told.filter)
  if (fault) throw new Refusal('view.invalid', { field: `/view/filter${fault.field}`, detail: fault.detail })
  if (!before && all.length >= VIEWS)
    throw new Refusal('view.invalid', { detail: `There are ${VIEWS} views, and no more are kept.` })
  return keep(tx, {
    ...told,
    id: before?.id ?? newId('viw'),
    name,
    ownerId: told.isOwn ? agent.id : null,
    place: before?.place ?? Math.max(-1, ...all.map(({ place }) => place)) + 1,
    version: (before?.version ?? 0) + 1,
    changedBy: agent.name,
  })
}

/** To that place among those that the agent sees; the others make room. */
export async function moveView(
  tx: Unit,
  agent: AgentRecord,
  { viewId, place }: DeskCommandBody<'view.move'>,
): Promise<ViewRecord> {
  const all = await tx.views.list()
  const moved = mine(all, viewId, agent)
  const others = all.filter(({ id }) => id !== viewId)
  const seen = others.filter((view) => maySee(view, agent))
  const next = seen[place]
  const at = next ? others.indexOf(next) : others.length
  let kept = moved
  for (const [index, view] of [...others.slice(0, at), moved, ...others.slice(at)].entries()) {
    if (view.place === index) continue
    const placed = await keep(tx, { ...view, place: index })
    if (view === moved) kept = placed
  }
  return kept
}

export async function removeView(tx: Unit, agent: AgentRecord, viewId: string): Promise<void> {
  const view = mine(await tx.views.list(), viewId, agent)
  await tx.views.remove(view.id)
  tx.record({ name: 'view.removed', view })
}

export function savedView({ ownerId: _, ...view }: ViewRecord): SavedView {
  return view
}

async function keep(tx: Unit, view: ViewRecord): Promise<ViewRecord> {
  await tx.views.put(view)
  tx.record({ name: 'view.changed', view })
  return view
}

/** One that is somebody else's own answers like one that is not there. */
function mine(all: ViewRecord[], viewId: string, agent: AgentRecord): ViewRecord {
  const view = all.find(({ id }) => id === viewId)
  if (!view || !maySee(view, agent)) throw new Refusal('not_found')
  return view
}

const maySee = ({ ownerId }: ViewRecord, agent: Pick<AgentRecord, 'id'>) =>
  ownerId === null || ownerId === agent.id
