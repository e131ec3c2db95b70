// The plan of every hot question, as the store asks it: EXPLAIN (ANALYZE, BUFFERS), each a second time, for the first one reads
// from disk what the other finds in memory. Those of a commit are taken while one is kept.

import pg from 'pg'
// @ts-expect-error the driver's own, without types: how it prints values
import { prepareValue } from 'pg/lib/utils.js'
import type { FieldTest, TicketFilter, TicketSort } from '../../protocol/desk/filters.ts'
import { Database, SETTINGS } from '../../server/store/postgres/database.ts'
import { Gather, statementOf } from '../../server/store/postgres/gather.ts'
import { Known } from '../../server/store/postgres/known.ts'
import type { Question } from '../../server/store/postgres/question.ts'
import { contactsBy, sessionsOf } from '../../server/store/postgres/tables/contacts.ts'
import { soonestWork } from '../../server/store/postgres/tables/due-work.ts'
import { mergesBy } from '../../server/store/postgres/tables/merges.ts'
import { entriesAfter, entriesBefore } from '../../server/store/postgres/tables/threads.ts'
import { repliedTickets, ticketsOf } from '../../server/store/postgres/tables/tickets.ts'
import { ticketsIn } from '../../server/store/postgres/tables/tickets-by-time.ts'
import { tablesOver } from '../../server/store/postgres/tables.ts'
import { touchedIn } from '../../server/store/postgres/touched.ts'
import type { View } from '../../server/store/postgres/view.ts'
import { theStore } from './on-postgres.ts'

interface Plan {
  question: string
  /** How the rows are found, in short. */
  scan: string
  rows: number
  ms: number
  hit: number
  read: number
  text: string
}

const log = { info() {}, warn: console.warn, error: console.error }
const WRITERS_OF_A_BATCH = 64
const STATES = ['open', 'waiting_on_contact', 'snoozed', 'solved'] as const
const ANSWER: FieldTest = { field: 'answer.site', is: 'any_of', values: ['ward 7'] }
const GIVEN: FieldTest = { field: 'answer.site', is: 'given' }

export async function plansOf(url: string): Promise<Plan[]> {
  const client = new pg.Client({ connectionString: url, options: SETTINGS }).on('error', () => {})
  await client.connect()
  const explain = async (question: string, config: pg.QueryConfig): Promise<Plan> => {
    let rows: Record<string, string>[] = []
    const { prepare, explained, deallocate } = asPrepared(config)
    await client.query(prepare)
    for (let time = 0; time < 2; time++) rows = (await client.query(explained)).rows
    await client.query(deallocate)
    return read(question, rows)
  }
  const { rows: some } = await client.query(
    `SELECT id, contact_id, updated_at FROM tickets WHERE length(id) > 20 AND number % 977 = 0 LIMIT 64`,
  )
  const [one] = some
  const deep = { at: new Date(one.updated_at).toISOString(), id: one.id }
  const now = new Date().toISOString()
  const plans = [
    await explain(
      'a thread, its newest page',
      statementOf(entriesBefore(one.id, Number.MAX_SAFE_INTEGER, 101)),
    ),
    await explain('a thread, after a mark', statementOf(entriesAfter(one.id, 6, 101))),
    await explain('the newest unsolved tickets', statementOf(ticketsIn('unsolved', '', undefined, 51))),
    await explain('my tickets', statementOf(ticketsIn('mine', 'agt_7', undefined, 51))),
    await explain('unassigned tickets', statementOf(ticketsIn('unassigned', '', undefined, 51))),
    await explain('solved tickets', statementOf(ticketsIn('solved', '', undefined, 51))),
    await explain('solved tickets, a page from long ago', statementOf(ticketsIn('solved', '', deep, 51))),
    await explain('tickets of a contact', statementOf(ticketsOf(one.contact_id, 51))),
    await explain('a contact by the host’s id', statementOf(contactsBy.externalId('host-7'))),
    await explain(
      'first replies of an hour of the week',
      statementOf(repliedTickets(33, new Date(Date.now() - 56 * 86_400_000).toISOString(), 40)),
    ),
    await explain('open merges of an address', statementOf(mergesBy.openEmail('leo@home.example'))),
    await explain('the soonest due work', statementOf(soonestWork)),
    await explain('due work, claimed', {
      text: `SELECT id FROM due_work WHERE available_at <= $1::timestamptz ORDER BY available_at, id LIMIT 8 FOR UPDATE SKIP LOCKED`,
      values: [now],
    }),
  ]
  plans.push(...(await ofTheDesk(url, explain)))
  plans.push(
    ...(await gathered(
      url,
      explain,
      some.map(({ id }) => id),
    )),
  )
  plans.push(...(await ofACommit(url)))
  await client.end()
  return plans
}

/** Statements are taken from the driver as they go out. */
async function seen(
  run: () => Promise<unknown>,
  isMeant: (name: string) => boolean,
): Promise<pg.QueryConfig[]> {
  const asked: pg.QueryConfig[] = []
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [config] = args as [pg.QueryConfig]
    if (typeof config === 'object' && isMeant(config.name ?? '')) asked.push(config)
    return Reflect.apply(query, this, args)
  } as typeof query
  await run().finally(() => {
    pg.Client.prototype.query = query
  })
  return asked
}

type Explain = (question: string, config: pg.QueryConfig) => Promise<Plan>

/** What consoles, copies and due work ask, in the words of the store; asked without its limit, for some take longer. */
async function ofTheDesk(url: string, explain: Explain): Promise<Plan[]> {
  const noted: pg.QueryConfig[] = []
  const notes = async (config: pg.QueryConfig) => {
    noted.push(config)
    return []
  }
  const client = new pg.Client({ connectionString: url, options: SETTINGS }).on('error', () => {})
  await client.connect()
  /** Each depends on what the one before gave. */
  const inSteps = async (config: pg.QueryConfig) => {
    await notes(config)
    return (await client.query(config)).rows
  }
  const { tickets } = tablesOver({
    list: async (question: Question<'tickets'>) => {
      if (question.quick) await question.quick(inSteps, question.limit)
      else await notes(statementOf(question))
      return []
    },
  } as unknown as View)
  const touched = touchedIn({ query: notes } as unknown as Database, {} as Gather, new Known())
  const now = new Date()
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString()
  const since = await newestTouch(url)
  const list = (filter: TicketFilter, sort: TicketSort) =>
    tickets.select({ filter, sort, agentId: 'agt_7', now, limit: 50 })
  const week = { from: daysAgo(30), to: daysAgo(23), limit: 500 }
  const asked: Record<string, () => Promise<unknown>> = {
    'a view by who waits longest': () => list({}, 'longest_wait'),
    'a view by what is due next': () => list({}, 'next_due'),
    'a view by priority': () => list({}, 'priority'),
    'a view of one answer, of what is not solved': () => list({ fields: [ANSWER] }, 'newest'),
    'a view of one answer, in all states': () => list({ states: [...STATES], fields: [ANSWER] }, 'newest'),
    'a view of an answer that all have, in all states': () =>
      list({ states: [...STATES], fields: [GIVEN] }, 'newest'),
    'a view of a type that all have, in all states': () =>
      list({ states: [...STATES], types: ['question'] }, 'newest'),
    'opened within a week, for a report': () => tickets.between({ by: 'opened', ...week }),
    'solved within a week, for a report': () => tickets.between({ by: 'solved', ...week }),
    'the oldest solved, to be removed': () => tickets.oldestSolved({ before: daysAgo(365), limit: 100 }),
    'which tickets any copy put': () => touched.tickets({ since, limit: 500 }),
    'the clock, and whether a list is another': () => touched.now().catch(() => {}),
  }
  const plans: Plan[] = []
  for (const [question, ask] of Object.entries(asked)) {
    await ask()
    if (noted.length === 0) throw new Error(`Nothing was asked for “${question}”.`)
    for (const [step, config] of noted.splice(0).entries())
      plans.push(await explain(step === 0 ? question : `${question}: then`, config))
  }
  await client.end()
  return plans
}

/** As a look a moment after some hundreds were put. */
async function newestTouch(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    `UPDATE tickets SET state = state WHERE id IN (SELECT id FROM tickets ORDER BY id DESC LIMIT 300)`,
  )
  const found = await client.query(
    `SELECT to_char((max(touched_at) - interval '2 seconds') AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at FROM tickets`,
  )
  await client.end()
  return String(found.rows[0].at)
}

async function gathered(url: string, explain: Explain, tickets: string[]): Promise<Plan[]> {
  const database = new Database(url, log, 10_000)
  const gather = new Gather(database)
  const finds = (name: 'tickets' | 'clientIds', keys: string[]) =>
    Promise.all(keys.map((key) => gather.find(name, key)))
  const asked = await seen(
    async () => {
      await finds('tickets', tickets)
      await finds(
        'clientIds',
        tickets.map((_, at) => `con_${at}\u0001client-${at}`),
      )
      await Promise.all(tickets.map((_, at) => gather.list(sessionsOf.token(`hash-${at}`))))
    },
    (name) => name.startsWith('find ') || name === sessionsOf.token('').called,
  )
  await database.close()
  const plans: Plan[] = []
  for (const config of asked)
    plans.push(await explain(`${tickets.length} single records: ${config.name}`, config))
  return plans
}

/** The one statement that a commit is: explained, and undone, before the real one. */
async function ofACommit(url: string): Promise<Plan[]> {
  const plans: Promise<Plan>[] = []
  const way = await theStore(url)
  await Promise.all(Array.from({ length: WRITERS_OF_A_BATCH }, (_, writer) => way.message(writer, 0)))
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [config] = args as [pg.QueryConfig]
    if (typeof config === 'object' && config.name?.startsWith('at once ')) {
      const ask = (asked: string | pg.QueryConfig) => Reflect.apply(query, this, [asked])
      const question = 'a commit of 64 messages, its one statement'
      ask('BEGIN')
      // With its values, for its arrays are bytes.
      const explained = ask({
        text: `EXPLAIN (ANALYZE, BUFFERS) ${config.text}`,
        values: config.values ?? [],
      })
      plans.push(explained.then(({ rows }: { rows: Record<string, string>[] }) => read(question, rows)))
      ask('ROLLBACK')
    }
    return Reflect.apply(query, this, args)
  } as typeof query
  await Promise.all(Array.from({ length: WRITERS_OF_A_BATCH }, (_, writer) => way.message(writer, 0)))
  pg.Client.prototype.query = query
  await way.close()
  if (plans.length === 0) throw new Error('No commit went as one statement.')
  // The last one has most of them: the first to come does not wait for others.
  return (await Promise.all(plans)).slice(-1)
}

/** In the form in which a plan for any values can be looked at. */
function asPrepared({ text, values = [] }: pg.QueryConfig) {
  const given = values.map((value) => {
    const printed: unknown = prepareValue(value)
    return printed === null ? 'NULL' : pg.escapeLiteral(String(printed))
  })
  return {
    prepare: `PREPARE asked AS ${text}`,
    explained: `EXPLAIN (ANALYZE, BUFFERS) EXECUTE asked${given.length > 0 ? ` (${given.join(', ')})` : ''}`,
    deallocate: 'DEALLOCATE asked',
  }
}

function read(question: string, rows: Record<string, string>[]): Plan {
  const lines = rows.map((row) => row['QUERY PLAN'] ?? '')
  const text = lines.join('\n')
  const scans = [
    ...text.matchAll(
      /(Seq Scan|Bitmap Index Scan|Index Only Scan|Index Scan)(?: Backward)?(?: using (\S+)| on (\S+))/g,
    ),
  ]
  const names = [...new Set(scans.map(([, kind, by, on]) => `${kind} ${by ?? on}`))]
  // Of the whole, or of the part that writes, which the whole does not count.
  const pages = (kind: 'hit' | 'read') =>
    Math.max(
      0,
      ...[...text.matchAll(new RegExp(`Buffers: shared[^\\n]*? ${kind}=(\\d+)`, 'g'))].map(([, n]) =>
        Number(n),
      ),
    )
  return {
    question,
    scan: names.length > 5 ? `${names.slice(0, 5).join(', ')} …` : names.join(', '),
    rows: Number(/actual time=\S+ rows=(\d+)/.exec(text)?.[1] ?? 0),
    ms: Number(/Execution Time: ([\d.]+)/.exec(text)?.[1] ?? 0),
    hit: pages('hit'),
    read: pages('read'),
    text,
  }
}
