// Millions of messages, made by the database itself: tickets over two years with ten messages each, most of them solved, as
// a desk has them. The records have the size of real ones.

import pg from 'pg'
import { CODE_ALPHABET } from '../../protocol/limits.ts'
import { makeParts } from '../../server/store/postgres/parts-of-entries.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'

const log = { info() {}, warn: console.warn, error: console.error }
const MESSAGES_A_TICKET = 10
const TICKETS_A_CONTACT = 5
/** In one statement, so that one sees how far it is. */
const TICKETS_AT_ONCE = 50_000
const DAYS = 730

export async function fill(url: string, messages: number, say: (line: string) => void): Promise<void> {
  await (await openPostgresStore({ url, log })).close()
  const client = new pg.Client({ connectionString: url }).on('error', () => {})
  await client.connect()
  await makeParts(client as unknown as pg.PoolClient, log, new Date(Date.now() - DAYS * 86_400_000))
  await client.query(`SET synchronous_commit = off`)
  const tickets = messages / MESSAGES_A_TICKET
  const contacts = Math.ceil(tickets / TICKETS_A_CONTACT)
  await client.query(`
    CREATE FUNCTION bench_ticket(n int, total int) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT 'tkt_' || string_agg(substr('${CODE_ALPHABET.toLowerCase()}', ((at >> (5 * i)) & 31)::int + 1, 1), '' ORDER BY i DESC) || lpad(n::text, 16, '0')
      FROM (SELECT (extract(epoch FROM now() - interval '${DAYS} days' * (1 - n::float / total)) * 1000)::bigint AS at) AS one, generate_series(0, 9) AS i
    $$;`)
  await client.query(
    `INSERT INTO contacts (id, external_id, created_at, record)
     SELECT 'con_' || n, 'host-' || n, now() - interval '${DAYS} days', json_build_object(
       'id', 'con_' || n, 'identity', 'verified', 'externalId', 'host-' || n, 'name', 'Student ' || n, 'email', n || '@school.example',
       'emailVerified', true, 'locale', 'en', 'attributes', json_build_object('school', 'Northfield', 'year', n % 6),
       'attributesSignedAt', null, 'createdAt', '2025-01-01T00:00:00.000Z', 'lastSeenAt', '2025-01-01T00:00:00.000Z')
     FROM generate_series(0, $1 - 1) AS n`,
    [contacts],
  )
  for (let from = 0; from < tickets; from += TICKETS_AT_ONCE) {
    const to = Math.min(tickets, from + TICKETS_AT_ONCE)
    await client.query(
      `CREATE TEMPORARY TABLE made AS SELECT n, bench_ticket(n, $3) AS id, now() - interval '${DAYS} days' * (1 - n::float / $3) AS at,
         'con_' || (n::bigint * 7919 % $4) AS contact, CASE WHEN n > $3 * 0.995 THEN 'open' WHEN n > $3 * 0.99 THEN 'waiting_on_contact' ELSE 'solved' END AS state
       FROM generate_series($1::int, $2::int - 1) AS n`.replace(/\$(\d)/g, (_, at) =>
        String([from, to, tickets, contacts][Number(at) - 1]),
      ),
    )
    await client.query(
      `INSERT INTO tickets (id, number, contact_id, assignee_id, state, created_at, updated_at, first_reply_at, record)
       SELECT id, n + 1, contact, CASE WHEN n % 3 = 0 THEN NULL ELSE 'agt_' || n % 40 END, state, at, at + interval '1 hour', at + interval '9 minutes',
         json_build_object('id', id, 'number', n + 1, 'type', 'question', 'state', state, 'subject', 'My rotation is not on the dashboard', 'contactId', contact,
           'assigneeId', CASE WHEN n % 3 = 0 THEN NULL ELSE 'agt_' || n % 40 END, 'mergeId', null, 'createdAt', at, 'updatedAt', at, 'newestSequence', ${MESSAGES_A_TICKET}, 'newestNote', 0, 'seenByContact', 9, 'seenByAgent', 10,
           'mailedUpTo', 0, 'lastEntry', json_build_object('sequence', 10, 'author', 'agent', 'name', 'Omar Haddad', 'snippet', 'It is on your school account; a merge brings both', 'at', at),
           'waitingSince', CASE WHEN state = 'open' THEN to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END, 'firstReplyAt', at,
           'answers', json_build_array(json_build_object('field', 'site', 'label', 'Site', 'text', 'Ward ' || n % 1000)), 'handover', json_build_object('reads', json_build_array(json_build_object('slug', 'user-already-exists', 'title', 'It says that my user already exists', 'helped', 'no')), 'searches', json_build_array('alredy exists')))
       FROM made`,
    )
    await client.query(
      `INSERT INTO entries (ticket_id, sequence, created_at, record)
       SELECT id, sequence, at + sequence * interval '3 minutes', json_build_object('kind', 'message', 'id', 'msg_' || substr(id, 5) || sequence, 'ticketId', id, 'sequence', sequence,
         'clientId', md5(id || sequence), 'author', json_build_object('kind', 'contact', 'id', contact, 'name', 'Maya Lindqvist'),
         'text', 'It says that my user already exists, and I cannot log in with my school address.', 'createdAt', at)
       FROM made, generate_series(1, ${MESSAGES_A_TICKET}) AS sequence`,
    )
    await client.query(
      `INSERT INTO client_ids (writer_id, client_id, record)
       SELECT contact, md5(id || sequence), json_build_object('writerId', contact, 'clientId', md5(id || sequence), 'fingerprint', md5(id) || md5(contact),
         'ticketId', id, 'sequence', sequence, 'noteId', null, 'mergeId', null)
       FROM made, generate_series(1, ${MESSAGES_A_TICKET}) AS sequence`,
    )
    await client.query('DROP TABLE made')
    if ((from / TICKETS_AT_ONCE) % 4 === 3) say(`${(to * MESSAGES_A_TICKET).toLocaleString('en')} messages`)
  }
  await client.query(
    `INSERT INTO due_work (id, kind, due_at, available_at, record)
     SELECT 'unseen-' || n, 'mail.unseen_replies', now() + n * interval '1 second', now() + n * interval '1 second', json_build_object('id', 'unseen-' || n)
     FROM generate_series(1, 20000) AS n`,
  )
  // Everybody has logged in twice.
  await client.query(
    `INSERT INTO sessions (id, contact_id, token_hash, created_at, expires_at, record)
     SELECT 'ses_' || n, 'con_' || n % $1, 'hash-' || n, now(), now() + interval '7 days', json_build_object('id', 'ses_' || n, 'contactId', 'con_' || n % $1,
       'tokenHash', 'hash-' || n, 'createdAt', now(), 'expiresAt', now() + interval '7 days', 'endedAt', null)
     FROM generate_series(0, 2 * $1 - 1) AS n`.replaceAll('$1', String(contacts)),
  )
  // The open tickets among which the measured messages fall.
  await client.query(
    `INSERT INTO tickets (id, number, contact_id, state, created_at, updated_at, record)
     SELECT 'tkt_' || n, n, 'con_' || n, 'open', now(), now(), (one.record::jsonb || jsonb_build_object('id', 'tkt_' || n, 'newestSequence', 0, 'state', 'open'))::json
     FROM (SELECT record FROM tickets ORDER BY id LIMIT 1) AS one, generate_series(0, 1999) AS n`,
  )
  await client.query('VACUUM ANALYZE')
  await client.end()
}

export async function sizes(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url }).on('error', () => {})
  await client.connect()
  const { rows } = await client.query(
    `SELECT coalesce(inhparent::regclass::text, c.oid::regclass::text) AS name, pg_size_pretty(sum(pg_table_size(c.oid))) AS "table", pg_size_pretty(sum(pg_indexes_size(c.oid))) AS indexes
     FROM pg_class c LEFT JOIN pg_inherits ON inhrelid = c.oid
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND pg_table_size(c.oid) > 10000000 GROUP BY 1 ORDER BY 1`,
  )
  await client.end()
  return rows.map(({ name, table, indexes }) => `${name}: ${table}, indexes ${indexes}`)
}
