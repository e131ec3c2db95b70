// What both stores keep, scene by scene; the rules cannot tell the stores apart as long as this holds for each.
// test/store/store.test.ts runs it on the embedded store. `open` gives an empty store; the suite closes it.

import { afterEach, beforeEach, describe } from 'vitest'
import type { Store } from '../../server/store/store.ts'
import { countsAnswers } from './contract/answers.ts'
import { keepsCommits } from './contract/commits.ts'
import { keepsTheDesk } from './contract/desk.ts'
import type { Given } from './contract/given.ts'
import { knowsPeople } from './contract/people.ts'
import { keepsThreads } from './contract/threads.ts'
import { findsTickets } from './contract/tickets.ts'

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
