// Databases for test files, on the server that test/setup.ts started: each its own, copied from one that is set up.

import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import pg from 'pg'
import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** `server`: of a database from which others are made; `template`: the name of one with our tables, empty. */
    postgres: { server: string; template: string }
  }
}

/** An empty database of our tables, or what `from` names, and as the words after it say. @returns its address, and how to let it go */
export async function newDatabase(from?: string): Promise<{ url: string; drop(): Promise<void> }> {
  const { server, template } = inject('postgres')
  const name = `helpdock_${randomBytes(6).toString('hex')}`
  await onServer(server, `CREATE DATABASE ${name} TEMPLATE ${from ?? template}`)
  return {
    url: databaseAt(server, name),
    drop: () => onServer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  }
}

const ofFolders = new Map<string, Awaited<ReturnType<typeof newDatabase>>>()

/** That which stands for this folder's data: who starts again there has it again, until the folder is gone. */
export async function databaseOf(folder: string): Promise<string> {
  for (const [one, { drop }] of ofFolders) {
    if (existsSync(one)) continue
    ofFolders.delete(one)
    await drop()
  }
  await mkdir(folder, { recursive: true })
  const database = ofFolders.get(folder) ?? (await newDatabase())
  ofFolders.set(folder, database)
  return database.url
}

/** One for another folder, with what that of the first has. Nobody may be in it meanwhile. */
export async function copyDatabase(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  ofFolders.set(to, await newDatabase(new URL(await databaseOf(from)).pathname.slice(1)))
}

export function databaseAt(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return String(url)
}

/** As it was made: what a scene left is gone. */
export async function emptyDatabase(url: string): Promise<void> {
  await onServer(
    url,
    `DO $$ DECLARE name text; BEGIN
      FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations' LOOP
        EXECUTE 'DELETE FROM ' || quote_ident(name);
      END LOOP;
    END $$`,
  )
}

export async function onServer(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
