// Which words a ticket is found by: the same in both stores. `about` says who and what, `said` is what was written in it,
// by either side, and what agents noted. Partner: protocol/desk/desk-search.ts, how a question's words meet them.

import { formsOf } from '../../protocol/desk/desk-search.ts'
import type { ContactRecord, EntryRecord, NoteRecord, TicketRecord } from './records.ts'

/** Different words of one ticket that count: those of a long novel. By what comes after them it is not found. */
export const WORDS_OF_TICKET = 20_000

/** What filters ask for, as words that nobody can write. */
export function facetsOf({ type, team, priority, tags = [] }: TicketRecord): string[] {
  return [
    facet('type', type),
    ...(team ? [facet('team', team)] : []),
    ...(priority ? [facet('priority', priority)] : []),
    ...tags.map((tag) => facet('tag', tag)),
  ]
}

export const facet = (name: string, value: string): string => `${name}:${value.toLowerCase()}`

/** Who asks and what about; with the number, for those who leave out its sign. */
export function aboutOf(ticket: TicketRecord, contact: ContactRecord | undefined): Set<string> {
  return new Set(formsOf(aboutIn(ticket, contact)))
}

/** The same as it is read: of the contact the name, the address, and the host's own id, by which agents know them there. */
export function aboutIn(
  { number, subject }: Pick<TicketRecord, 'number' | 'subject'>,
  contact: Pick<ContactRecord, 'name' | 'email' | 'externalId'> | undefined,
): string {
  return [number, subject, contact?.name, contact?.email, contact?.externalId].filter(Boolean).join(' ')
}

/** What was answered to its form. */
export const answeredOf = ({ answers = [] }: TicketRecord): string[] =>
  answers.flatMap(({ text }) => formsOf(text))

export function saidIn(said: EntryRecord | NoteRecord): string[] {
  if (said.kind === 'activity') return []
  if (said.kind === 'revision') return said.text === null ? [] : formsOf(said.text)
  const { text, attachments = [] } = said
  return formsOf([text, ...attachments.map(({ name }) => name)].join(' '))
}

/** Not taken back by its writer, nor written anew. */
export const stands = ({ revised = {} }: Pick<TicketRecord, 'revised'>, entry: EntryRecord): boolean =>
  entry.kind === 'revision' ? revised[entry.of] === entry.sequence : !revised[entry.sequence]

/** Of a ticket's head, what decides its words: where it is another, they are looked up anew. */
export const wordsKey = ({ subject, contactId, revised, answers }: TicketRecord): string =>
  JSON.stringify([subject, contactId, revised, answers?.map(({ text }) => text)])
