// An expected "no" is thrown as a Refusal, and an expected end before the first caller as CannotStart; anything else
// that is thrown is a bug. This file turns refusals into the one problem document; http and sockets carry the same.

import { type Problem, type ProblemFacts, REFUSALS, type RefusalCode } from '../protocol/errors.ts'

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly facts: ProblemFacts

  constructor(code: RefusalCode, facts: ProblemFacts = {}) {
    super(facts.detail ?? REFUSALS[code][1])
    this.name = 'Refusal'
    this.code = code
    this.facts = facts
  }
}

/** For what a commit keeps beside its “no”: that returns the refusal, and is not undone. */
export function orThrow<T>(result: T | Refusal): T {
  if (result instanceof Refusal) throw result
  return result
}

/** The server cannot begin its work; the message says what was found, where, and what the operator can do. */
export class CannotStart extends Error {
  override name = 'CannotStart'
}

/** @param reqId as the line of the log has it: who is told it can tell it on */
export function loggedBug(reqId: string): Refusal {
  return new Refusal('server.bug', { detail: `In the log it is ${reqId}.` })
}

export function problemOf(refusal: Refusal): Problem {
  const [status, title] = REFUSALS[refusal.code]
  return { type: `urn:helpdock:problem:${refusal.code}`, title, status, code: refusal.code, ...refusal.facts }
}
