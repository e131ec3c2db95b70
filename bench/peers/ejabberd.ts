// ejabberd with its archive (mod_mam, always) on PostgreSQL. No limits, no encryption: only messages are measured.

import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { xmppName, xmppPassword } from '../chat/xmpp.ts'
import type { Peer } from './debian.ts'

const SCHEMA = '/usr/share/ejabberd/sql/pg.sql'

/** @param database the address of an empty database, with a port */
export const ejabberd = (database: string, people: number): Peer => ({
  account: 'ejabberd',
  packages: 'ejabberd erlang-p1-pgsql',
  command: 'erl',
  args: (dir) => [
    ...['-mnesia', 'dir', `"${join(dir, 'data')}"`],
    ...['+K', 'true', '+P', '250000', '-s', 'ejabberd', '-noinput'],
  ],
  environment: (dir) => ({
    ERL_LIBS: '/usr/lib/x86_64-linux-gnu',
    EJABBERD_CONFIG_PATH: join(dir, 'ejabberd.yml'),
    EJABBERD_LOG_PATH: join(dir, 'ejabberd.log'),
  }),
  async prepare(dir, port) {
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    await client.query(await readFile(SCHEMA, 'utf8'))
    await client.query(
      'INSERT INTO users (username, password) SELECT name, $2 FROM unnest($1::text[]) AS name',
      [Array.from({ length: people }, (_, who) => xmppName(who)), xmppPassword],
    )
    await client.end()
    const { hostname, pathname, port: databasePort, username } = new URL(database)
    await writeFile(
      join(dir, 'ejabberd.yml'),
      `
hosts: [localhost]
loglevel: 2
listen:
  - { port: ${port}, ip: 127.0.0.1, module: ejabberd_c2s, starttls: false }
auth_method: sql
auth_password_format: plain
sql_type: pgsql
sql_server: ${hostname}
sql_port: ${databasePort}
sql_database: ${pathname.slice(1)}
sql_username: ${username}
sql_password: ""
sql_pool_size: 10
default_db: sql
modules:
  mod_mam: { default: always }
  mod_offline: {}
  mod_roster: {}
`,
    )
  },
})
