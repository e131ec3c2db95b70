// Whose a folder of data is. Each file in it is for the eyes of the account that wrote it: what another one writes, the server could not
// read at its next start. Partner: store.ts, which asks before it writes anything.

import { mkdtemp, rmdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CannotStart } from '../../errors.ts'

/** The system keeps every other account from it. @throws CannotStart where root would write into another account's data */
export async function refuseForeignRoot(dir: string): Promise<void> {
  if (process.getuid?.() !== 0) return
  const owner = await ownerOf(dir)
  if (owner === null || owner === 0) return
  // In a shared folder what root writes may be that account's, too.
  const probe = await mkdtemp(join(dir, 'whose-'))
  const { uid } = await stat(probe).finally(() => rmdir(probe))
  if (uid !== owner)
    throw new CannotStart(
      `The data in ${dir} belongs to the account ${owner}, and this is root: the server could not read what root writes there. Run it as that account (sudo -u '#${owner}' …), or give the data to root (chown -R root ${dir}). Nothing was changed.`,
    )
}

/** Of the data in it; null where there is none, or none that can be seen. */
export async function ownerOf(dir: string): Promise<number | null> {
  return stat(join(dir, 'meta.json')).then(
    ({ uid }) => uid,
    () => null,
  )
}
