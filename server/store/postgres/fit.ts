// What a database must be before anything is made in it: for the server, and for a move into it.

import { CannotStart } from '../../errors.ts'

/** The tests run on this one; an older one may lack what the statements say. */
const OLDEST_POSTGRES = 15

export const OF_WHAT_KIND = `
  SELECT current_database() AS name, current_setting('server_encoding') AS encoding,
    current_setting('server_version') AS version, current_setting('server_version_num')::int / 10000 AS major`

/** @param kind the answer to OF_WHAT_KIND. @throws CannotStart where nothing could be kept as it was written */
export function demandFit(kind: Record<string, unknown> | undefined): void {
  const { name, encoding, version, major } = kind ?? {}
  if (Number(major) < OLDEST_POSTGRES)
    throw new CannotStart(
      `This is PostgreSQL ${version}. Helpdock needs ${OLDEST_POSTGRES} or newer: upgrade it, or give DATABASE_URL another server.`,
    )
  if (encoding !== 'UTF8')
    throw new CannotStart(
      `The database ${name} is in ${encoding}, which has not all letters that people write. Give DATABASE_URL one in UTF-8: CREATE DATABASE helpdock TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'.`,
    )
}
