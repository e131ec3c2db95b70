// Every step from an empty database to this version's tables, in order. A step that has been released is never changed,
// and each must leave the tables usable for the version before it: old copies run on while new ones start. A step's indexes on
// tables that are there already are made behind it (../late-indexes.ts).

import { tables } from './0001-tables.ts'
import { touched } from './0002-touched.ts'
import { moves } from './0003-moves.ts'
import { marks } from './0004-marks.ts'
import { ticketSearch } from './0005-ticket-search.ts'
import { tags } from './0006-tags.ts'
import { macros } from './0007-macros.ts'
import { access } from './0008-access.ts'
import { mentions } from './0009-mentions.ts'
import { views } from './0010-views.ts'
import { reports } from './0011-reports.ts'
import { votesOfContacts } from './0012-votes-of-contacts.ts'
import { trackers } from './0013-trackers.ts'
import { drafts } from './0014-drafts.ts'
import { teams } from './0015-teams.ts'
import { settings } from './0016-settings.ts'
import { rules } from './0017-rules.ts'
import { removedTickets } from './0018-removed-tickets.ts'
import { namedContacts } from './0019-named-contacts.ts'
import { ticketsThatWereRemoved } from './0020-tickets-that-were-removed.ts'
import { namesOfContacts } from './0021-names-of-contacts.ts'
import { namesOfContactsSoFar } from './0022-names-of-contacts-so-far.ts'
import { fields } from './0023-fields.ts'
import { fieldsSoFar } from './0024-fields-so-far.ts'
import { kindsOfSolved } from './0025-kinds-of-solved.ts'
import { oldMails } from './0026-old-mails.ts'
import { ordersOfSolved } from './0027-orders-of-solved.ts'
import { factsOfSolved } from './0028-facts-of-solved.ts'
import { factsOfSolvedSoFar } from './0029-facts-of-solved-so-far.ts'

export interface Step {
  number: number
  name: string
  sql: string
  /** Before it and outside of its transaction, one after the other: what is said of many rows. An interrupted one runs again. */
  pieces?: string[]
}

export const migrations: Step[] = [
  { number: 1, name: 'tables', sql: tables },
  { number: 2, name: 'touched', sql: touched },
  { number: 3, name: 'moves', sql: moves },
  { number: 4, name: 'marks', sql: marks },
  { number: 5, name: 'ticket search', sql: ticketSearch },
  { number: 6, name: 'tags', sql: tags },
  { number: 7, name: 'macros', sql: macros },
  { number: 8, name: 'access', sql: access },
  { number: 9, name: 'mentions', sql: mentions },
  { number: 10, name: 'views', sql: views },
  { number: 11, name: 'reports', sql: reports },
  { number: 12, name: 'votes of contacts', sql: votesOfContacts },
  { number: 13, name: 'trackers', sql: trackers },
  { number: 14, name: 'drafts', sql: drafts },
  { number: 15, name: 'teams', sql: teams },
  { number: 16, name: 'settings', sql: settings },
  { number: 17, name: 'rules', sql: rules },
  { number: 18, name: 'removed tickets', sql: removedTickets },
  { number: 19, name: 'named contacts', sql: namedContacts },
  { number: 20, name: 'tickets that were removed', sql: ticketsThatWereRemoved },
  { number: 21, name: 'names of contacts', sql: namesOfContacts },
  { number: 22, name: 'names of contacts so far', ...namesOfContactsSoFar },
  { number: 23, name: 'fields', sql: fields },
  { number: 24, name: 'fields so far', ...fieldsSoFar },
  { number: 25, name: 'kinds of solved', sql: kindsOfSolved },
  { number: 26, name: 'old mails', sql: oldMails },
  { number: 27, name: 'orders of solved', sql: ordersOfSolved },
  { number: 28, name: 'facts of solved', sql: factsOfSolved },
  { number: 29, name: 'facts of solved so far', ...factsOfSolvedSoFar },
]
