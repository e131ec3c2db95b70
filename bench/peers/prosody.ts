// Prosody with its archive on PostgreSQL. No limits, no encryption: only messages are measured.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { xmppName, xmppPassword } from '../chat/xmpp.ts'
import type { Peer } from './debian.ts'

/** @param database the address of an empty database, with a port */
export const prosody = (database: string, people: number): Peer => ({
  account: 'prosody',
  packages: 'prosody lua-dbi-postgresql',
  command: 'prosody',
  args: (dir) => ['--config', join(dir, 'prosody.cfg.lua'), '-F'],
  async prepare(dir, port) {
    const accounts = join(dir, 'data', 'localhost', 'accounts')
    await mkdir(accounts, { recursive: true })
    for (let who = 0; who < people; who++)
      await writeFile(
        join(accounts, `${xmppName(who)}.dat`),
        `return { ["password"] = "${xmppPassword}"; };\n`,
      )
    const { hostname, pathname, port: databasePort, username } = new URL(database)
    await writeFile(
      join(dir, 'prosody.cfg.lua'),
      `
pidfile = "${dir}/prosody.pid"
data_path = "${dir}/data"
log = { error = "*console" }
modules_enabled = { "roster", "saslauth", "mam", "offline" }
modules_disabled = { "s2s", "tls" }
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
interfaces = { "127.0.0.1" }
c2s_ports = { ${port} }
default_archive_policy = true
archive_expires_after = "never"
storage = { archive = "sql" }
sql = { driver = "PostgreSQL", database = "${pathname.slice(1)}", username = "${username}", host = "${hostname}", port = ${databasePort} }
VirtualHost "localhost"
`,
    )
  },
})
