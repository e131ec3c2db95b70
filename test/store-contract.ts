// What both stores keep, scene by scene; the rules cannot tell the stores apart as long as this holds for each.
// test/store.test.ts runs it on the embedded store. `open` gives an empty store; the suite closes it.

import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../server/store/store.ts'
import { countsAnswers } from './store-contract/answers.ts'
import { keepsCommits } from './store-contract/commits.ts'
import { keepsTheDesk } from './store-contract/desk.ts'
import type { Given } from './store-contract/given.ts'
import { knowsPeople } from './store-contract/people.ts'
import { keepsThreads } from './store-contract/threads.ts'
import { findsTickets } from './store-contract/tickets.ts'

export function storeContract(name: string, open: () => Promise<Store>): void {
  describe(`${name}, as every store`, () => {
    let opened: Store
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened.close())
    const given: Given = { store: () => opened, keep: (work) => opened.commit(work) }
    keepsCommits(given)
    knowsPeople(given)
    findsTickets(given)
    keepsThreads(given)
    keepsTheDesk(given)
    countsAnswers(given)
  })
}
