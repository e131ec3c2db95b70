// The life of an account merge as one table: which step leads from which state to which, who may take it, what is
// checked and what is told to whom. Every change of state goes through `moved`, which refuses what the table does not
// have and writes the trail. docs/account-merge.md shows the same table; a test compares the two.

import { MergeState, PassedMergeState } from '../../protocol/account-merge.ts'
import { Refusal } from '../errors.ts'
import type { MergeRecord } from '../store/records.ts'
import { chained, type Unchained } from './trail.ts'

/** Where a request is, or goes through. */
export type OnTheWay = MergeState | PassedMergeState

/** `into` and `from` are the two sides of the request; `time` is work that became due, `same commit` the rest of one step. */
export type Who = 'into' | 'mail link' | 'agent' | 'second agent' | 'admin' | 'host' | 'time' | 'same commit'

interface Row {
  /** What is asked; the commands of the protocol where there is one. */
  step: string
  /** null: there is no request yet. */
  from: readonly (OnTheWay | null)[]
  to: readonly OnTheWay[]
  who: Who
  checked: string
  told: string
}

export const TABLE: readonly Row[] = [
  {
    step: 'merge.start',
    from: [null],
    to: ['draft'],
    who: 'into',
    checked:
      'verified contact, address confirmed, identity token at most 10 minutes old; limits of the contact and the network; no open request of this account',
    told: 'nobody',
  },
  {
    step: 'the code is mailed',
    from: ['draft'],
    to: ['proof_sent'],
    who: 'same commit',
    checked:
      'three codes an address in 30 minutes, six a day; where it is too many, nothing of the request is kept',
    told: 'a code to `from`',
  },
  {
    step: 'merge.send_code',
    from: ['proof_sent'],
    to: ['proof_sent'],
    who: 'into',
    checked:
      'own request; three codes an address in 30 minutes, six a day, six a request; the code before ends',
    told: 'a new code to `from`',
  },
  {
    step: 'merge.prove',
    from: ['proof_sent'],
    to: ['proved'],
    who: 'into',
    checked:
      'own request; the code (three tries, 10 minutes, constant time), or an identity token of `from`, signed for this request at most 10 minutes ago; neither account in another proved request',
    told: 'nobody',
  },
  {
    step: 'the ticket is opened',
    from: ['proved'],
    to: ['in_review'],
    who: 'same commit',
    checked: 'nothing more: both accounts are proved',
    told: 'a ticket for the agents; a line in its thread',
  },
  {
    step: 'merge.start again',
    from: ['proof_sent'],
    to: ['cancelled'],
    who: 'into',
    checked: 'as merge.start: a request that was never proved makes room',
    told: 'nobody',
  },
  {
    step: 'merge.preview',
    from: ['in_review', 'approved', 'failed'],
    to: [],
    who: 'agent',
    checked:
      'the host describes both accounts; a look at other facts than before takes back a first approval',
    told: 'nobody; who looked stands in the trail',
  },
  {
    step: 'merge.decide approve, the first of two',
    from: ['in_review'],
    to: ['in_review'],
    who: 'agent',
    checked:
      'not their own accounts; the host still describes what they saw, the very accounts that were proved; a side for each conflict',
    told: 'the other agents',
  },
  {
    step: 'merge.decide approve',
    from: ['in_review'],
    to: ['approved'],
    who: 'agent',
    checked: 'the same; where two are needed, another agent than the first, with the same choices',
    told: 'both addresses: what happens when, each with its link that stops it; the thread',
  },
  {
    step: 'merge.decide reject',
    from: ['in_review', 'approved', 'failed'],
    to: ['rejected'],
    who: 'agent',
    checked: 'not their own accounts; a reason',
    told: '`into` with the reason; `from` too, where it had been told of an approval; the thread',
  },
  {
    step: 'merge.hurry',
    from: ['approved'],
    to: ['approved'],
    who: 'admin',
    checked: 'role admin, not their own accounts, a reason; it ends the cooling-off',
    told: 'both addresses; the reason stands in the trail',
  },
  {
    step: 'merge.cancel',
    from: ['proof_sent', 'in_review', 'approved', 'failed'],
    to: ['cancelled'],
    who: 'into',
    checked: 'own request',
    told: 'both addresses, where they had been told of an approval; the thread',
  },
  {
    step: 'the link in the mail',
    from: ['in_review', 'approved', 'failed'],
    to: ['cancelled'],
    who: 'mail link',
    checked: 'its token, 256 bits, kept hashed; only the button on its page, never a GET',
    told: 'both addresses; the thread',
  },
  {
    step: 'account.changed',
    from: ['proof_sent', 'in_review', 'approved', 'failed'],
    to: ['cancelled'],
    who: 'host',
    checked: "the host's key; the account or its address is on either side",
    told: 'both addresses, where they had been told of an approval; the thread',
  },
  {
    step: 'not proved, or not decided in time',
    from: ['proof_sent', 'in_review'],
    to: ['expired'],
    who: 'time',
    checked: 'the time of the state is over',
    told: '`into`, and the thread, once there is one',
  },
  {
    step: 'the cooling-off is over',
    from: ['approved'],
    to: ['executing'],
    who: 'time',
    checked: 'the host, asked once more, still describes what was approved',
    told: 'the host: one delivery, account_merge.approved',
  },
  {
    step: 'the accounts changed meanwhile',
    from: ['approved'],
    to: ['in_review'],
    who: 'time',
    checked: 'the host describes something else than what was approved: the approvals are void',
    told: 'the agents; the thread',
  },
  {
    step: 'the host cannot be asked',
    from: ['approved'],
    to: ['failed'],
    who: 'time',
    checked: 'no description in any of the attempts, 31 hours',
    told: 'the agents; `into`; the thread',
  },
  {
    step: 'merge-results completed',
    from: ['executing'],
    to: ['merged'],
    who: 'host',
    checked: "the delivery's answer, or the host's key; the first answer counts",
    told: 'receipts to both addresses; the thread',
  },
  {
    step: 'merge-results failed',
    from: ['executing'],
    to: ['failed'],
    who: 'host',
    checked: 'the same; or no answer in any attempt',
    told: 'the agents with the reason; `into` without it; the thread',
  },
  {
    step: 'the host stays silent',
    from: ['executing'],
    to: ['failed'],
    who: 'time',
    checked: 'three days without a result',
    told: 'as above',
  },
  {
    step: 'merge.retry',
    from: ['failed'],
    to: ['executing'],
    who: 'agent',
    checked:
      'not their own accounts; the host was asked before, so the same approved merge is asked once more',
    told: 'the host: a new delivery',
  },
  {
    step: 'merge.undo',
    from: ['merged', 'undo_refused'],
    to: ['undo_requested'],
    who: 'agent',
    checked:
      'the host said that it can, and the time for it runs; not their own accounts, a reason; neither account in another request',
    told: 'the other agents; both addresses',
  },
  {
    step: 'merge.undo agree',
    from: ['undo_requested'],
    to: ['undo_requested'],
    who: 'second agent',
    checked: 'another agent than who asked, not their own accounts',
    told: 'the host: one delivery, account_merge.undo',
  },
  {
    step: 'merge.undo decline',
    from: ['undo_requested'],
    to: ['undo_refused'],
    who: 'agent',
    checked: 'not their own accounts; a reason; the host was not asked yet',
    told: 'the agents; both addresses',
  },
  {
    step: 'merge-results undone',
    from: ['undo_requested'],
    to: ['undone'],
    who: 'host',
    checked: 'as merge-results; the host was asked',
    told: 'both addresses; the thread',
  },
  {
    step: 'merge-results undo_refused',
    from: ['undo_requested'],
    to: ['undo_refused'],
    who: 'host',
    checked: 'the same; or no answer in any attempt',
    told: 'the agents with the reason; both addresses',
  },
  {
    step: 'nobody agreed, or the host stays silent',
    from: ['undo_requested'],
    to: ['undo_refused'],
    who: 'time',
    checked: 'three days',
    told: 'as above',
  },
]

const ON_THE_WAY: readonly OnTheWay[] = [...PassedMergeState.enum, ...MergeState.enum]

/** State → the other states that may follow it. */
export const TRANSITIONS = Object.fromEntries(
  ON_THE_WAY.map((state) => [
    state,
    [...new Set(TABLE.filter(({ from }) => from.includes(state)).flatMap(({ to }) => to))].filter(
      (next) => next !== state,
    ),
  ]),
) as unknown as Record<OnTheWay, readonly OnTheWay[]>

/** A request on its way through a commit; what is kept is a record. */
export type Passing = Omit<MergeRecord, 'state'> & { state: OnTheWay }

interface Step<State extends OnTheWay = MergeState> extends Unchained {
  state: State
}

/** @throws Refusal('merge.wrong_state') when the table does not have this step. */
export function moved<State extends OnTheWay>(
  merge: Passing,
  step: Step<State>,
  fields: Partial<Omit<MergeRecord, 'state'>> = {},
): Omit<MergeRecord, 'state'> & { state: State } {
  if (!TRANSITIONS[merge.state].includes(step.state)) throw wrongState(merge)
  return {
    ...chained(merge, step, step.state),
    ...fields,
    state: step.state,
    updatedAt: step.at.toISOString(),
  }
}

/** A line in the trail without a change of state: only agents read it, so nothing else moves. */
export function traced<T extends Passing>(merge: T, line: Unchained): T {
  return chained(merge, line, merge.state)
}

export function wrongState(
  merge: Pick<Passing, 'state'>,
  detail = `The request is ${merge.state}.`,
): Refusal {
  return new Refusal('merge.wrong_state', { detail })
}
