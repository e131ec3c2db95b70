// Every step from an empty database to this version's tables, in order. A step that has been released is never changed,
// and each must leave the tables usable for the version before it: old copies run on while new ones start.

import { tables } from './0001-tables.ts'
import { touched } from './0002-touched.ts'
import { moves } from './0003-moves.ts'
import { marks } from './0004-marks.ts'
import { ticketSearch } from './0028-ticket-search.ts'
import { tags } from './0029-tags.ts'
import { macros } from './0030-macros.ts'
import { access } from './0031-access.ts'
import { reports } from './0033-reports.ts'
import { mentions } from './0034-mentions.ts'
import { views } from './0039-views.ts'

export const migrations: { number: number; name: string; sql: string }[] = [
  { number: 1, name: 'tables', sql: tables },
  { number: 2, name: 'touched', sql: touched },
  { number: 3, name: 'moves', sql: moves },
  { number: 4, name: 'marks', sql: marks },
  { number: 28, name: 'ticket search', sql: ticketSearch },
  { number: 30, name: 'macros', sql: macros },
  { number: 39, name: 'views', sql: views },
  { number: 29, name: 'tags', sql: tags },
  { number: 31, name: 'access', sql: access },
  { number: 34, name: 'mentions', sql: mentions },
  { number: 33, name: 'reports', sql: reports },
]
