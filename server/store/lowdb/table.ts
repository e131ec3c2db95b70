// What the tables of the embedded store have in common. Partners: tables.ts, tickets-table.ts.

import type { View } from './view.ts'

export const NEWEST_FIRST = 'greatest first'
export const OLDEST_FIRST = 'smallest first'

export class Table {
  // Declared only: a field would be set up twice, nineteen times for each commit.
  declare protected readonly view: View

  constructor(view: View) {
    this.view = view
  }
}
