// What the tables over PostgreSQL have in common. Partners: tables.ts, tickets-table.ts.

import type { View } from './view.ts'

export class Table {
  // Declared only: a field would be set up twice, twenty times for each commit.
  declare protected readonly view: View

  constructor(view: View) {
    this.view = view
  }
}
