// How far the words of tickets have come into their tables. Partner: keeper.ts.

import type { Connection, Database } from '../database.ts'

/** Comes after the name of every ticket. */
const BEFORE_ALL = '~'
/** The first ticket was reached. */
export const ALL_READ = ''

export async function isAllRead(database: Pick<Database, 'query'>): Promise<boolean> {
  const [row] = await database.query({
    name: 'how far words were read',
    text: `SELECT value FROM ticket_words_marks WHERE id = 'back'`,
  })
  return row?.value === ALL_READ
}

export interface Marks {
  /** By the database's clock. */
  touched: string
  /** The ticket that was read last on the way to the first one. */
  back: string
}

/** Where there are none, all tickets that are there now are still to be read. */
export async function marksOn(connection: Connection): Promise<Marks> {
  await connection.query(
    `INSERT INTO ticket_words_marks VALUES ('touched', clock_timestamp()::text), ('back', '${BEFORE_ALL}')
     ON CONFLICT DO NOTHING`,
  )
  const { rows } = await connection.query('SELECT id, value FROM ticket_words_marks')
  const marks = new Map<string, string>(rows.map(({ id, value }) => [id, value]))
  return { touched: marks.get('touched') ?? '', back: marks.get('back') ?? BEFORE_ALL }
}

export async function keepMarks(connection: Connection, { touched, back }: Marks): Promise<void> {
  await connection.query({
    name: 'keep how far words were read',
    text: `UPDATE ticket_words_marks SET value = CASE id WHEN 'touched' THEN $1 ELSE $2 END
      WHERE value <> CASE id WHEN 'touched' THEN $1 ELSE $2 END`,
    values: [touched, back],
  })
}
