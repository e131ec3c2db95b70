// The life of an account merge as one table: which state may follow which. Every change of state goes through
// `moved`, which also writes the trail; the trail is only ever appended to.

import type { MergeState } from '../../protocol/entities.ts'
import { Refusal } from '../errors.ts'
import type { MergeRecord } from '../store/records.ts'

export const TRANSITIONS: Record<MergeState, readonly MergeState[]> = {
  proof_sent: ['in_review', 'cancelled', 'expired'],
  in_review: ['approved', 'rejected', 'cancelled', 'expired'],
  approved: ['executing', 'cancelled'],
  executing: ['merged', 'failed'],
  failed: ['executing', 'rejected', 'cancelled'],
  merged: [],
  rejected: [],
  cancelled: [],
  expired: [],
}

/** In these states the accounts are spoken for: no second request may name them. */
export const CLAIMING_STATES: readonly MergeState[] = ['in_review', 'approved', 'executing', 'failed']

/** In these an agent has a reason to see both accounts. Before the proof the host is asked nothing. */
export const LOOKABLE_STATES: readonly MergeState[] = ['in_review', 'approved', 'failed']

export interface Step {
  state: MergeState
  /** contact, agent:<name>, host or system. */
  by: string
  /** One line for the trail. */
  what: string
  at: Date
}

/** @throws Refusal('merge.wrong_state') when the table does not have this step. */
export function moved(merge: MergeRecord, step: Step, fields: Partial<MergeRecord> = {}): MergeRecord {
  if (!TRANSITIONS[merge.state].includes(step.state)) throw wrongState(merge)
  return { ...traced(merge, step), ...fields, state: step.state, updatedAt: step.at.toISOString() }
}

/** A line in the trail without a change of state: only agents read it, so nothing else moves. */
export function traced(merge: MergeRecord, line: Omit<Step, 'state'>): MergeRecord {
  return { ...merge, trail: [...merge.trail, { at: line.at.toISOString(), by: line.by, what: line.what }] }
}

export function wrongState(merge: MergeRecord): Refusal {
  return new Refusal('merge.wrong_state', { detail: `The request is ${merge.state}.` })
}
