// What a student's and an agent's client of the first version say, and the forms of all that they are told. Nothing that is
// sent here is ever changed: clients of that version are open in pages while newer copies answer. Partner: record.ts.

import { agentConnects, contactConnects, maya, newClientId } from '../stage/cast.ts'
import type { Client, Json } from '../stage/client.ts'

/** Of each kind of frame: path → the types of what stood there. */
export type Forms = Record<string, Record<string, string[]>>

export async function conversation(url: string): Promise<Forms> {
  const student = await contactConnects(url, maya)
  const omar = await agentConnects(url, 'Omar')
  const told = new Map<string, Map<string, Set<string>>>()
  const said = async (who: string, client: Client, name: string, body: Json) => {
    const { kind, result } = await client.command(name, body)
    if (kind !== 'acknowledgement') throw new Error(`${name} was refused`)
    note(told, `${who}: ${name}`, result)
    return result
  }
  const asks = (name: string, body: Json) => said('contact', student, name, body)
  const does = (name: string, body: Json) => said('agent', omar, name, body)

  const opening = { clientId: newClientId(), type: 'question', text: 'Where is my rotation?' }
  const ticketId = (await asks('ticket.open', opening)).ticket.id
  await omar.event('message.created')
  await does('ticket.list', { view: 'unsolved' })
  await does('thread.read', { ticketId })
  await does('thread.see', { ticketId, sequence: 1 })
  await does('tickets.receive', { upTo: { [ticketId]: 1 } })
  await does('typing.start', { ticketId })
  await student.event('typing.started')
  await does('note.write', { ticketId, clientId: newClientId(), text: 'She asked before.' })
  await does('message.send', { ticketId, clientId: newClientId(), text: 'On ward three.' })
  await student.event('message.created', ({ message }) => (message as { sequence: number }).sequence > 1)
  await asks('thread.see', { ticketId, sequence: 2 })
  const { message } = await asks('message.send', { ticketId, clientId: newClientId(), text: 'Thank you' })
  const revision = { clientId: newClientId(), ticketId, sequence: message.sequence, text: 'Thank you!' }
  await asks('message.revise', revision)
  await asks('thread.read', { ticketId, after: 0 })
  await does('ticket.assign', { ticketId, agentId: omar.welcome.agent.id })
  await does('ticket.solve', { ticketId })
  await student.event('ticket.changed', ({ ticket }) => (ticket as { state: string }).state === 'solved')
  await asks('ticket.rate', { ticketId, score: 5 })
  await omar.event('ticket.rated')
  await does('ticket.reopen', { ticketId })

  // Both come back, and are told what a welcome tells.
  for (const [who, client] of [
    ['contact', student],
    ['agent', omar],
    ['contact', await contactConnects(url, maya)],
    ['agent', await agentConnects(url, 'Omar')],
  ] as const) {
    note(told, `${who}: welcome`, client.welcome)
    for (const { kind, name, body } of client.frames)
      if (kind === 'event') note(told, `${who}: ${name}`, body)
    client.close()
  }
  return Object.fromEntries(
    [...told].map(([kind, paths]) => [
      kind,
      Object.fromEntries([...paths].map(([path, types]) => [path, [...types].sort()])),
    ]),
  )
}

function note(told: Map<string, Map<string, Set<string>>>, kind: string, value: unknown): void {
  const paths = told.get(kind) ?? new Map<string, Set<string>>()
  told.set(kind, paths)
  const walk = (path: string, at: unknown) => {
    const type = at === null ? 'null' : Array.isArray(at) ? 'list' : typeof at
    paths.set(path, (paths.get(path) ?? new Set()).add(type))
    if (Array.isArray(at)) for (const one of at) walk(`${path}[]`, one)
    else if (at && typeof at === 'object')
      for (const [name, inside] of Object.entries(at)) walk(`${path}/${name}`, inside)
  }
  walk('', value)
}
