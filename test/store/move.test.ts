// From the embedded store into a database: all of it, byte for byte, also when it is interrupted, and never into a database
// that has something else; what differs is found out.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { scheduleOnce } from '../../server/due-work.ts'
import { CannotStart } from '../../server/errors.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import { type MoveOptions, moveToPostgres } from '../../server/store/moving/to-postgres.ts'
import { names } from '../../server/store/postgres/collections.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import { putEverything, readEverything } from '../faults/everything.ts'
import { dataFolders, readableLog } from '../faults/folders.ts'
import { contact, merge, message, ticket } from '../faults/records.ts'
import { newDatabase, onServer } from '../stage/postgres.ts'

const newFolder = dataFolders()
const log = readableLog()
let database: Awaited<ReturnType<typeof newDatabase>>
let dir: string
let said: string[]
beforeEach(async () => {
  database = await newDatabase()
  dir = await newFolder()
  said = []
  const store = await openLowdbStore({ dir, log })
  await putEverything(store)
  await store.commit(async (tx) => {
    for (let n = 1; n <= 30; n++) {
      await tx.tickets.put(ticket(`tkt_more_${n}`, { number: n, newestSequence: 2 }))
      await tx.entries.append(message(`tkt_more_${n}`, 1, 'Zeichen: “é” \\u0000 👩🏽‍⚕️'))
      await tx.entries.append(message(`tkt_more_${n}`, 2))
    }
  })
  await store.close()
})
afterEach(() => database?.drop())

const move = (options: Partial<MoveOptions> = {}) =>
  moveToPostgres({
    dir,
    url: database.url,
    log,
    say: (line) => said.push(line),
    isDryRun: false,
    beginsAgain: false,
    ...options,
  })
const opened = () => openPostgresStore({ url: database.url, log })

test('all is there, answers the same questions, and goes on with the next number', async () => {
  expect(await move()).toEqual([])
  const [from, to] = [await openLowdbStore({ dir, log }), await opened()]
  expect(await readEverything(to)).toEqual(await readEverything(from))
  expect(await to.read.entries.after('tkt_more_7', 0, 10)).toEqual(
    await from.read.entries.after('tkt_more_7', 0, 10),
  )
  const next = (store: typeof to) => store.commit((tx) => tx.tickets.nextNumber())
  expect(await next(to)).toBe(await next(from))
  await Promise.all([from.close(), to.close()])
  await expect(move(), 'a second time is no move').rejects.toThrow(CannotStart)
})

test('what older versions took in and no database can work with is left behind, and nothing else', async () => {
  const from = await openLowdbStore({ dir, log })
  const old = { ...contact('ctc_old', 'Le\0o'), attributes: { 'gr\0oup': 'A \\u0000 \0' } }
  const kept = merge('mrg_old', { reason: 'Not\0 the same' })
  await from.commit(async (tx) => {
    await tx.contacts.put(old)
    await tx.tickets.put(
      ticket('tkt_old', { contactId: old.id, subject: 'My\0 rotation \ud83d 👩🏽‍⚕️', newestSequence: 1 }),
    )
    await tx.entries.append(message('tkt_old', 1, 'Where\0 is it?'))
    await tx.merges.put(kept)
  })
  expect((await from.read.contacts.find(old.id))?.name, 'the premise').toBe('Le\0o')
  await from.close()
  expect(await move()).toEqual([])
  const { read, commit, close } = await opened()
  expect(await read.contacts.find(old.id)).toMatchObject({ name: 'Leo', attributes: { group: 'A \\u0000 ' } })
  expect((await read.tickets.find('tkt_old'))?.subject).toBe('My rotation \ufffd 👩🏽‍⚕️')
  expect((await read.entries.after('tkt_old', 0, 10))[0]).toMatchObject({ text: 'Where is it?' })
  expect(await read.merges.find(kept.id), 'under the hashes of its trail').toEqual(kept)
  await commit((tx) => tx.tickets.remove('tkt_old'))
  expect(await read.entries.after('tkt_old', 0, 10)).toEqual([])
  await close()
})

test('a dry run counts, and changes nothing', async () => {
  expect(await move({ isDryRun: true })).toEqual([])
  expect(said.join('\n')).toMatch(/tickets +31\n/)
  // The premise of this file: of every kind of record there is one to be moved.
  const counted = new Set(said.flatMap((line) => /^ {2}(\w+) +\d+$/.exec(line)?.[1] ?? []))
  expect(names.filter((name) => !counted.has(name))).toEqual([])
  const store = await opened()
  expect(await store.read.agents.list()).toEqual([])
  await store.close()
})

test('a database that is not there, or cannot keep every letter, is named, before a large folder is counted for nothing', async () => {
  const url = 'postgres://helpdock:secret@127.0.0.1:9/desk'
  for (const isDryRun of [true, false]) {
    const failed = await move({ url, isDryRun, firstAnswerMs: 500 }).catch((cause: Error) => cause)
    expect(failed).toBeInstanceOf(CannotStart)
    expect((failed as Error).message).toMatch(
      /DATABASE_URL \(127\.0\.0\.1:9\/desk\) .* ECONNREFUSED .*running/,
    )
  }
  const ascii = await newDatabase(`template0 ENCODING 'SQL_ASCII' LOCALE 'C'`)
  for (const isDryRun of [true, false])
    await expect(move({ url: ascii.url, isDryRun })).rejects.toThrow(/is in SQL_ASCII/)
  await ascii.drop()
  expect(said, 'nothing was read').toEqual([])
})

test('from a folder without data, which is another than was meant, nothing is moved, and nothing stands in the way of the next one', async () => {
  const other = join(dir, 'another')
  const env = { PATH: process.env.PATH ?? '', DATA_DIR: other, DATABASE_URL: database.url }
  for (const words of [
    ['migrate', 'embedded-to-postgres'],
    ['backup', join(dir, 'copy')],
  ]) {
    const { DATABASE_URL: _, ...embedded } = env
    const { status, stderr, stdout } = spawnSync(process.execPath, ['dist/server/cli.js', ...words], {
      encoding: 'utf8',
      env: words[0] === 'backup' ? embedded : env,
    })
    expect([status, stdout], words[0]).toEqual([1, ''])
    expect(stderr).toBe(
      `There is no data of Helpdock in ${other}. Set DATA_DIR to the folder that the server uses.\n`,
    )
    expect(existsSync(other)).toBe(false)
  }
  expect(await move()).toEqual([])
})

test('interrupted, it goes on where it was; meanwhile no server starts on half of it', async () => {
  // One that says nothing more ends in the middle: after some batches, before the others.
  await onServer(
    database.url,
    `CREATE FUNCTION cut() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'cut'; END $$ LANGUAGE plpgsql;
     CREATE TRIGGER cut BEFORE INSERT ON tickets FOR EACH ROW WHEN (NEW.id = 'tkt_more_20') EXECUTE FUNCTION cut()`,
  )
  await expect(move({ recordsAtOnce: 5 })).rejects.toThrow('cut')
  await expect(opened()).rejects.toThrow(/has not ended/)
  await onServer(database.url, 'DROP TRIGGER cut ON tickets')
  expect(await move({ recordsAtOnce: 5 })).toEqual([])
  expect(said.find((line) => line.startsWith('Going on after tickets/'))).toBeDefined()
  await (await opened()).close()
})

test('what is changed, lost or added on the way is found out, and a new beginning mends it', async () => {
  await onServer(
    database.url,
    `CREATE FUNCTION spoil() RETURNS trigger AS $$ BEGIN
       IF NEW.sequence = 2 THEN RETURN NULL; END IF;
       NEW.record = replace(NEW.record::text, 'Zeichen', 'zeichen')::json; RETURN NEW;
     END $$ LANGUAGE plpgsql;
     CREATE TRIGGER spoil BEFORE INSERT ON entries FOR EACH ROW WHEN (NEW.ticket_id = 'tkt_more_3') EXECUTE FUNCTION spoil()`,
  )
  expect(await move()).toEqual([{ name: 'entries', kept: 62, moved: 61 }])
  await expect(opened()).rejects.toThrow(/has not ended/)
  await onServer(database.url, 'DROP TRIGGER spoil ON entries')
  expect(await move({ beginsAgain: true })).toEqual([])
})

test('a database with something else in it, and a folder that changed meanwhile, are refused', async () => {
  const other = await opened()
  await other.commit((tx) => tx.tickets.put(ticket('tkt_others')))
  await other.close()
  await expect(move()).rejects.toThrow(/has data of its own/)
  await onServer(database.url, 'DELETE FROM tickets')
  const tried = await opened()
  await tried.commit((tx) => scheduleOnce(tx, 'sessions.expire', new Date().toISOString()))
  await tried.close()
  await move({ isDryRun: true })
  expect(said.at(-1)).toContain('The database is not empty')
  await expect(move()).rejects.toThrow(/A server was started .* left dueWork there\. .* --begin-again/)
  await onServer(
    database.url,
    `DELETE FROM due_work; INSERT INTO moves (source, commits, done_to) VALUES ('${dir}', 1, '')`,
  )
  await expect(move()).rejects.toThrow(/--begin-again/)
})
