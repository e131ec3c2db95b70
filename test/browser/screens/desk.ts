// A desk on which everything has happened once, so that every mark of a list and every line of a thread can be looked at: a
// tracker and what is attached to it, tags, priorities, promises, snoozed, solved and rated, notes, a guest, many words and few.

import { agentConnects, contactConnects, newClientId, type Person } from '../../stage/cast.ts'
import type { Client } from '../../stage/client.ts'

const STUDENTS: Person[] = [
  { sub: 'student-noor', email: 'noor.aziz@northfield.edu', name: 'Noor Aziz' },
  { sub: 'student-tilda', email: 'tilda@calder.edu', name: 'Tilda Quist' },
  {
    sub: 'student-max',
    email: 'maximilian-alexander.von.hohenlohe-waldenburg@school-of-medicine.eastmoor.edu',
    name: 'Maximilian Alexander von Hohenlohe-Waldenburg',
  },
  { sub: 'student-ada', email: 'ada.okonkwo@eastmoor.edu', name: 'Ada Okonkwo' },
]

export interface Desk {
  tracker: string
  /** Its last words are many, it has notes, tags and a colleague beside it. */
  busy: string
  /** Two of one contact. */
  twins: [string, string]
}

export async function deskToLookAt(url: string): Promise<Desk> {
  const [noor, tilda, max, ada] = (await Promise.all(STUDENTS.map((one) => contactConnects(url, one)))) as [
    Client,
    Client,
    Client,
    Client,
  ]
  const [ines, omar] = await Promise.all([agentConnects(url, 'Ines'), agentConnects(url, 'Omar')])
  const opens = async (client: Client, text: string, form: object = { type: 'question' }) =>
    (await client.command('ticket.open', { clientId: newClientId(), text, ...form })).result.ticket
  const says = (client: Client, ticketId: string, text: string) =>
    client.command('message.send', { clientId: newClientId(), ticketId, text })
  const changes = (ticketId: string, change: object) =>
    ines.command('tickets.change', { changeId: newClientId(), tickets: [{ ticketId, upTo: 99 }], change })

  const cause = await opens(noor, 'The map of the hospital is empty when I open it on my phone.')
  for (const [client, text] of [
    [tilda, 'No map here'],
    [ada, 'Where is the map of Lakeshore gone? It was there yesterday and my shift begins at seven.'],
  ] as const) {
    const { id: ticketId } = await opens(client, text)
    await ines.command('tickets.attach', { tickets: [{ ticketId, upTo: 99 }], trackerId: cause.id })
  }

  const busy = await opens(
    max,
    'My evaluation of the site cannot be handed in: the button stays grey although every question is answered, and it ends tonight.',
    { type: 'problem', answers: { where: 'Offboarding, the last step', since: 'today' } },
  )
  await says(
    ines,
    busy.id,
    'Thank you. Which browser do you use?\n\n1. Chrome\n2. Safari\n3. **Another one**',
  )
  await says(max, busy.id, 'Safari, on an iPad of the library.')
  await says(
    max,
    busy.id,
    'I have now also tried https://wardway.example/rotations/pediatrics-lakeshore/offboarding/evaluation-of-the-site?step=last#submit and it is the same.',
  )
  await ines.command('note.write', {
    clientId: newClientId(),
    ticketId: busy.id,
    text: 'The third one this week. @Omar Haddad, do you know whether Safari was tried after the release?',
  })
  await changes(busy.id, {
    kind: 'tags',
    add: ['offboarding', 'safari', 'evaluation of the site'],
    remove: [],
  })
  await changes(busy.id, { kind: 'priority', priority: 'urgent' })
  await changes(busy.id, { kind: 'assign', agentId: ines.welcome.agent.id })

  const one = await opens(ada, 'May I change the first day of my rotation?')
  const other = await opens(ada, 'And may I bring my own stethoscope?')
  await says(ada, other.id, 'It is red.')
  await changes(one.id, { kind: 'priority', priority: 'high' })

  const aside = await opens(tilda, 'My school says that they will send the contract next week.')
  await ines.command('ticket.snooze', { ticketId: aside.id, until: inDays(4), upTo: 99 })
  const quiet = await opens(tilda, 'Nothing more to ask for now, thank you')
  await ines.command('ticket.snooze', { ticketId: quiet.id, until: null, upTo: 99 })
  const done = await opens(noor, 'Can I move my psychiatry rotation to the spring?')
  await says(omar, done.id, 'Yes: your school confirmed it today.')
  await omar.command('ticket.solve', { ticketId: done.id, upTo: 99 })
  await noor.command('ticket.rate', { ticketId: done.id, score: 5, comment: 'That was quick!' })
  for (const client of [noor, tilda, max, ada, ines, omar]) client.close()
  return { tracker: cause.id, busy: busy.id, twins: [one.id, other.id] }
}

const DAY_MS = 24 * 60 * 60_000
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString()
