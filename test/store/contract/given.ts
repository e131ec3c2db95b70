// What each part of the store contract is given.

import type { Store, Tables } from '../../../server/store/store.ts'

export interface Given {
  /** Empty at the beginning of each test. */
  store: () => Store
  keep: (work: (tx: Tables) => Promise<unknown>) => Promise<unknown>
}
