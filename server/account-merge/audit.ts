// What an auditor is given of a merge: its trail with the chain of hashes, what the host was sent and how it answered,
// and the thread. Never codes, tokens or their hashes. Partner: trail.ts, which makes and checks the chain.

import type { Command } from 'commander'
import type { Attempt, MergeState, TrailLine } from '../../protocol/account-merge.ts'
import type { Entry } from '../../protocol/entities.ts'
import { plainWords } from '../../protocol/plain-words.ts'
import { Refusal } from '../errors.ts'
import type { MergeRecord } from '../store/records.ts'
import type { ReadTables, Store } from '../store/store.ts'
import { faultOf } from './trail.ts'

/** In one read: of a thread, where a merge's ticket has some dozens, and of all merges, each some kilobytes. */
const PAGE = 500

export interface TrailExport {
  mergeId: string
  state: MergeState
  into: MergeRecord['into']
  from: MergeRecord['from']
  trail: TrailLine[]
  trailHead: string | null
  deliveries: { id: string; type: string; body: string; state: string; attempts: Attempt[] }[]
  ticket: { id: string; number: number; subject: string; createdAt: string; thread: Entry[] } | null
}

export async function exportTrail(
  read: Pick<ReadTables, 'deliveries' | 'tickets' | 'entries'>,
  merge: MergeRecord,
): Promise<TrailExport> {
  const deliveries = await Promise.all((merge.deliveryIds ?? []).map((id) => read.deliveries.find(id)))
  const ticket = merge.ticketId ? await read.tickets.find(merge.ticketId) : undefined
  return {
    mergeId: merge.id,
    state: merge.state,
    into: merge.into,
    from: merge.from,
    trail: merge.trail,
    trailHead: merge.trailHead ?? null,
    deliveries: deliveries.flatMap((delivery) => {
      if (!delivery) return []
      const { id, type, body, state, attempts } = delivery
      return [{ id, type, body, state, attempts }]
    }),
    ticket: ticket
      ? {
          id: ticket.id,
          number: ticket.number,
          subject: plainWords(ticket.subject),
          createdAt: ticket.createdAt,
          thread: await wholeThread(read, ticket.id),
        }
      : null,
  }
}

/** @returns one line for each merge whose trail is not as it was written */
export async function trailFaults(
  read: { merges: Pick<ReadTables['merges'], 'list'> },
  limit = PAGE,
): Promise<{ merges: number; faults: string[] }> {
  const found = { merges: 0, faults: [] as string[] }
  let before: MergeRecord | undefined
  do {
    const page: MergeRecord[] = await read.merges.list({ ...(before && { before }), limit })
    for (const merge of page) {
      const fault = faultOf(merge)
      if (fault !== undefined) found.faults.push(`${merge.id}: ${fault}`)
    }
    found.merges += page.length
    before = page.at(-1)
  } while (before)
  return found
}

export function auditCommands(
  program: Command,
  parts: {
    openStore: () => Promise<Store>
    readText: (path: string) => Promise<string>
    say: (text: string) => void
    fail: () => void
  },
): void {
  const audit = program.command('audit').description('Verify and export the trails of account merges.')
  audit
    .command('verify')
    .description(
      'Find a line of a trail that was changed or is missing. With the embedded store, stop the server first.',
    )
    .argument('[file]', 'what “audit export” wrote; default: every merge in the store')
    .action(async (file: string | undefined) => {
      const found = file ? await faultsOfFile(file) : await withStore((store) => trailFaults(store.read))
      for (const fault of found.faults) parts.say(`${fault}\n`)
      const looked = `${found.merges} ${found.merges === 1 ? 'trail' : 'trails'} looked at`
      parts.say(
        found.faults.length === 0 ? `${looked}: whole.\n` : `${looked}: ${found.faults.length} damaged.\n`,
      )
      if (found.faults.length > 0) parts.fail()
    })
  audit
    .command('export')
    .description(
      'Print one merge as JSON: trail, what the host was sent, the thread. With the embedded store, stop the server first.',
    )
    .requiredOption('--merge <id>', 'mrg_…, as it stands in the review')
    .action(async ({ merge: id }: { merge: string }) => {
      const text = await withStore(async ({ read }) => {
        const merge = await read.merges.find(id)
        if (!merge) throw new Refusal('not_found', { detail: `There is no merge ${id}.` })
        return JSON.stringify(await exportTrail(read, merge), null, 2)
      })
      parts.say(`${text}\n`)
    })

  async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = await parts.openStore()
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }

  async function faultsOfFile(file: string) {
    const exported = await parts.readText(file).catch((cause: Error) => {
      throw new Refusal('not_found', { detail: `${file} cannot be read: ${cause.message}` })
    })
    const { mergeId, state, trail, trailHead } = trailIn(exported, file)
    const fault = faultOf({ id: mergeId, state, trail, ...(trailHead !== null && { trailHead }) })
    return { merges: 1, faults: fault === undefined ? [] : [`${mergeId}: ${fault}`] }
  }
}

/** @throws Refusal('request.malformed') */
function trailIn(text: string, file: string): TrailExport {
  try {
    const value: Partial<TrailExport> | null = JSON.parse(text)
    if (value?.mergeId && Array.isArray(value.trail)) return value as TrailExport
  } catch {
    // It is said below, as of JSON that is something else.
  }
  const detail = `${file} is not what “helpdock audit export” prints; name such a file, or none to verify the store.`
  throw new Refusal('request.malformed', { detail })
}

async function wholeThread(read: Pick<ReadTables, 'entries'>, ticketId: string): Promise<Entry[]> {
  const thread: Entry[] = []
  for (;;) {
    const page = await read.entries.after(ticketId, thread.at(-1)?.sequence ?? 0, PAGE)
    thread.push(...page)
    if (page.length < PAGE) return thread
  }
}
