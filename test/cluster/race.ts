// Two real copies of the server that want the same merge at the same moment: agents at both press approve, some students stop it
// while they do, and both copies have the delivery due. Partner: copies-fail.test.ts, the short form of many rounds.

import type { MergePreview } from '../../protocol/account-merge.ts'
import type { MergeHost } from '../account-merge/merge-host.ts'
import { agentConnects, contactConnects, identityToken, newClientId, type Person } from '../stage/cast.ts'
import type { Client } from '../stage/client.ts'
import { eventually } from '../stage/world.ts'
import type { CopyProcess } from './cluster.ts'

/** Merges under way together: the agents press for all of them, and are not slowed down for it. */
const AT_ONCE = 9

/** What of one merge can be counted from outside. */
interface Raced {
  mergeId: string
  /** Presses that were taken. */
  approvals: number
  /** What the others were told. */
  refusals: string[]
  wasStopped: boolean
  state: string
  /** Approvals that the merge itself names, and lines of its trail that tell one. */
  kept: number
  told: number
  /** Ids under which the host was asked to merge, how often it was, and whether it did it. */
  deliveries: string[]
  heard: number
  isDone: boolean
}

/** @param prefix so that two runs have accounts of their own */
export async function raceForMerges(
  [one, other]: readonly [CopyProcess, CopyProcess],
  host: MergeHost,
  { rounds, prefix }: { rounds: number; prefix: string },
): Promise<Raced[]> {
  const agents = await Promise.all([agentConnects(one.url, 'Ines'), agentConnects(other.url, 'Omar')])
  try {
    const raced: Raced[] = []
    const names = Array.from({ length: rounds }, (_, round) => ({
      name: `${prefix}-${round}`,
      isStopped: round % 3 === 2,
    }))
    for (let at = 0; at < names.length; at += AT_ONCE) {
      const some = names.slice(at, at + AT_ONCE)
      raced.push(
        ...(await Promise.all(
          some.map(({ name, isStopped }) => race([one, other], agents, host, name, isStopped)),
        )),
      )
    }
    return raced
  } finally {
    for (const agent of agents) agent.close()
  }
}

async function race(
  [one, other]: readonly [CopyProcess, CopyProcess],
  agents: [Client, Client],
  host: MergeHost,
  name: string,
  isStopped: boolean,
): Promise<Raced> {
  const into: Person = { sub: name, email: `${name}@mail.example`, name: 'Leo' }
  const from: Person = { sub: `${name}-school`, email: `${name}@school.example`, name: 'Leo' }
  const [student, window] = await Promise.all([
    contactConnects(one.url, into),
    contactConnects(other.url, into),
  ])
  const started = await student.command('merge.start', { clientId: newClientId(), fromEmail: from.email })
  const mergeId = resultOf(started).merge.id as string
  host.describes(mergeId, described(into, from))
  resultOf(
    await student.command('merge.prove', {
      mergeId,
      identityToken: await identityToken(from, { merge: mergeId }),
    }),
  )
  // Each looks at their own copy: what they approve is what they saw.
  const hashes: string[] = []
  for (const agent of agents)
    hashes.push(resultOf(await agent.command('merge.preview', { mergeId })).previewHash)

  const presses = agents.flatMap((agent, index) =>
    [1, 2].map(() =>
      agent.command('merge.decide', { mergeId, verdict: 'approve', previewHash: hashes[index] }),
    ),
  )
  const stop = isStopped ? window.command('merge.cancel', { mergeId }) : undefined
  const [answers, stopped] = await Promise.all([Promise.all(presses), stop])

  const wasStopped = stopped?.kind === 'acknowledgement'
  const merge = await eventually(`${mergeId} to end`, async () => {
    const seen = await agents[0].command('thread.read', { ticketId: await ticketOf(student, mergeId) })
    const { merge } = resultOf(seen)
    return ['merged', 'cancelled', 'failed', 'rejected', 'expired'].includes(merge.state) && merge
  })
  student.close()
  window.close()
  const heard = host.heard.filter((one) => one.mergeId === mergeId && one.type === 'account_merge.approved')
  const trail = merge.trail as { what: string }[]
  return {
    mergeId,
    approvals: answers.filter(({ kind }) => kind === 'acknowledgement').length,
    refusals: answers.flatMap(({ problem }) => problem?.code ?? []),
    wasStopped,
    state: merge.state,
    kept: merge.approvals.length,
    told: trail.filter(({ what }) => /^approved/.test(what)).length,
    deliveries: [...new Set(heard.map(({ id }) => id))],
    heard: heard.length,
    isDone: host.done.has(mergeId),
  }
}

/** As the student's own windows know it. */
async function ticketOf(student: Client, mergeId: string): Promise<string> {
  const { merge } = (await student.event(
    'merge.changed',
    ({ merge }) => (merge as { id: string; ticketId: string | null }).id === mergeId && !!ticketIn(merge),
  )) as { merge: { ticketId: string } }
  return merge.ticketId
}
const ticketIn = (merge: unknown) => (merge as { ticketId: string | null }).ticketId

function described(into: Person, from: Person): MergePreview {
  const account = ({ sub, email, name }: Person) => ({
    ...{ externalId: sub, email, name, emailVerified: true, createdAt: null, roles: [], facts: [] },
  })
  return { into: account(into), from: account(from), moves: [], warnings: [] }
}

function resultOf(answer: Awaited<ReturnType<Client['command']>>) {
  if (answer.kind === 'refusal') throw new Error(`refused: ${JSON.stringify(answer.problem)}`)
  return answer.result
}
