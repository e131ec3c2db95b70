// Solved tickets, enough for a list that is longer than any screen, a queue of open ones, two that were promised a reply, one that waits in vain, and what was answered in past
// weeks: written straight through the store before a server starts on it. Partner: world.ts (`prepare`).

import { agentRules } from '../../server/agents/agents.ts'
import { DEMO_PASSWORD_COST, type demoAgents } from '../../server/demo/agents.ts'
import { realParts } from '../../server/parts.ts'
import { policiesOf } from '../../server/sla/policy.ts'
import { newClientId, type Person } from './cast.ts'
import { HOUR_MS, MINUTE_MS, openRules, type Rules } from './rules.ts'

/** Far above those that the server gives, which does not look at these. */
const FROM_NUMBER = 100_000

/** The n-th has the subject “Solved n”; the last one is the newest. */
export async function writeSolved(dataDir: string, person: Person, count: number): Promise<void> {
  const rules = await openRules(dataDir)
  const ticket = await opens(rules, person, 'One of many.')
  const began = rules.now().getTime() - count * 60_000
  await rules.store.commit(async (tx) => {
    for (let n = 1; n <= count; n++) {
      const at = new Date(began + n * 60_000).toISOString()
      const more = n > 1 && { id: rules.newId('tkt'), number: FROM_NUMBER + n, createdAt: at }
      await tx.tickets.put({
        ...{ ...ticket, ...more, subject: `Solved ${n}`, state: 'solved' },
        ...{ seenByAgent: ticket.newestSequence, waitingSince: null, updatedAt: at },
      })
    }
  })
  await rules.close()
}

/** “Queue 1” and so on, open, unanswered, of one contact; the last one is the newest. */
export async function writeQueue(dataDir: string, person: Person, count: number): Promise<void> {
  const rules = await openRules(dataDir)
  for (let n = 1; n <= count; n++) {
    await opens(rules, person, `Queue ${n}: where do I find this?`)
    rules.passes(MINUTE_MS)
  }
  await rules.close()
}

const WEEK_MS = 7 * 24 * HOUR_MS
const REPLY_MINUTES = 240

/** Two that were promised a first reply: “Promised: soon”, in forty minutes, and “Promised: late”, which it is. */
export async function writePromised(dataDir: string, person: Person): Promise<void> {
  const policies = policiesOf({
    forAll: { hours: 'calendar', first_reply_minutes: REPLY_MINUTES },
    find: () => undefined,
  })
  const rules = await openRules(dataDir, undefined, { policies })
  const goesTo = (minutesAgo: number) =>
    rules.passes(Date.now() - minutesAgo * MINUTE_MS - rules.now().getTime())
  for (const [what, minutesAgo] of [
    ['late', REPLY_MINUTES + 30],
    ['soon', REPLY_MINUTES - 40],
  ] as const) {
    goesTo(minutesAgo)
    await opens(rules, person, `Promised: ${what}`)
  }
  goesTo(0)
  await rules.dueWork()
  await rules.close()
}

/**
 * “Silent”, promised nothing, of the team Accounts: an agent has it, who answered once, and says nothing to what came eight days ago.
 * @returns its number
 */
export async function writeSilent(
  dataDir: string,
  person: Person,
  agent: (typeof demoAgents)[number],
): Promise<number> {
  const policies = policiesOf({ forAll: { hours: 'calendar' }, find: () => undefined })
  const rules = await openRules(dataDir, undefined, { policies })
  rules.passes(Date.now() - WEEK_MS - 24 * HOUR_MS - rules.now().getTime())
  const { store, now } = rules
  const { id: assigneeId } = await agentRules({ store, ...realParts(now) }).add({
    ...agent,
    passwordCost: DEMO_PASSWORD_COST,
  })
  const ticket = await opens(rules, person, 'Silent')
  const at = now().toISOString()
  const has = { assigneeId, assignedAt: at, firstReplyAt: at, waitingSince: at, team: 'Accounts' }
  await store.commit((tx) => tx.tickets.put({ ...ticket, ...has }))
  await rules.close()
  return ticket.number
}

/** Twice at this hour of each of the last seven weeks, answered after so many minutes. */
export async function writeAnswered(dataDir: string, person: Person, minutes: number): Promise<void> {
  const rules = await openRules(dataDir)
  const ticket = await opens(rules, person, 'Answered long ago.')
  const asked = Array.from({ length: 14 }, (_, n) => Date.now() - Math.ceil((n + 1) / 2) * WEEK_MS - n)
  await rules.store.commit(async (tx) => {
    for (const [n, at] of asked.entries()) {
      const createdAt = new Date(at).toISOString()
      const firstReplyAt = new Date(at + minutes * MINUTE_MS).toISOString()
      const named = n > 0 && { id: rules.newId('tkt'), number: FROM_NUMBER + n }
      await tx.tickets.put({
        ...{ ...ticket, ...named, createdAt, updatedAt: createdAt, firstReplyAt },
        ...{ state: 'solved', waitingSince: null },
      })
    }
  })
  await rules.close()
}

async function opens(rules: Rules, { sub, email, name }: Person, text: string) {
  const who = { sub, email, name, emailVerified: true, locale: null, attributes: {}, signedAt: null }
  const contact = await rules.commit((tx) => rules.contacts.enterVerified(tx, who))
  const body = { clientId: newClientId(), type: 'question' as const, text }
  return (await rules.commit((tx) => rules.tickets.open(tx, contact, body))).ticket
}
