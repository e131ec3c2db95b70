// What the tables have in common: the view they are made over, and the removal of what is past its time.

import type { Question } from '../question.ts'
import type { View } from '../view.ts'

export class Table {
  // Declared only: a field would be set up twice, twenty times for each commit.
  declare protected readonly view: View

  constructor(view: View) {
    this.view = view
  }
}

export const first = async <R>(found: Promise<R[]>): Promise<R | undefined> => (await found)[0]

export async function removeExpired(
  view: View,
  name: 'sessions' | 'agentSessions',
  at: string,
  limit: number,
): Promise<number> {
  return (await removeAll(view, name, expired(name, at, limit))).length
}

const expired = <N extends 'sessions' | 'agentSessions'>(
  name: N,
  at: string,
  limit: number,
): Question<N> => ({
  name,
  called: `expired ${name}`,
  where: 'expires_at <= $1::timestamptz',
  order: 'expires_at, id',
  values: [at],
  limit,
  belongs: ({ expiresAt }) => expiresAt <= at,
  place: ({ expiresAt, id }) => [expiresAt, id],
})

export async function removeAll<
  N extends 'sessions' | 'agentSessions' | 'addressProofs' | 'deliveries' | 'mails',
>(view: View, name: N, which: Question<N>): Promise<string[]> {
  const ids = (await view.list(which)).map(({ id }) => id)
  for (const id of ids) await view.remove(name, id)
  return ids
}
