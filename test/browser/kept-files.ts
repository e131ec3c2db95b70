// The files that stand on a student's device until all of them is uploaded.

import type { Page } from 'playwright-core'

/** To be evaluated in a page: what it has. */
export const databases = async () => (await indexedDB.databases()).map(({ name }) => name)

/** @returns their names. Only looks: a database that is not there is not made */
export async function keptOn(page: Page): Promise<string[]> {
  if (!(await page.evaluate(databases)).includes('helpdock.files')) return []
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('helpdock.files')
        opening.onerror = reject
        opening.onsuccess = () => {
          const asking = opening.result.transaction('files').objectStore('files').getAll()
          asking.onsuccess = () => {
            opening.result.close()
            resolve((asking.result as { file: File }[]).map(({ file }) => file.name))
          }
        }
      }),
  )
}
