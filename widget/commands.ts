// What the person does, as commands to the server. Messages go through the outbox first: what was written stays
// until the server has acknowledged it. Partners: outbox.ts, socket.ts.

import type { Attachment } from '../protocol/entities.ts'
import type { RefusalCode } from '../protocol/errors.ts'
import { TYPING_MS } from '../protocol/limits.ts'
import type { ContactCommandAnswer, ContactCommandBody } from '../protocol/socket.ts'
import { written } from '../protocol/written.ts'
import { setChosen, wholeFor } from './files/chosen.ts'
import { Refused } from './http.ts'
import { back, draft, saveDraft } from './navigation.ts'
import { drop, keep, nextPlace, openOutbox, threadOf } from './outbox.ts'
import { owner } from './session.ts'
import { batch } from './signals.ts'
import { aLine, command, connect, inTurn } from './socket.ts'
import { markOf, now, put, state, take, threadsBehind, type Unsent } from './state.ts'

/** A server in trouble is asked again after this. */
const TROUBLE_PAUSE_MS = 5_000
/** These pass by themselves; the message waits. */
const PASSING: readonly string[] = [
  'request.too_many',
  'store.failed',
  'server.draining',
  'session.ended',
  'session.missing',
  'identity.expired',
  'identity.invalid',
]

let tellOpened: (ticketNumber: number) => void = () => {}

export function onTicketOpened(tell: typeof tellOpened): void {
  tellOpened = tell
}

/** Begins to talk to the server for whoever is here. */
export function goOnline(): void {
  connect((newest) => {
    for (const id of threadsBehind(newest)) catchUp(id)
    // A line, or a heartbeat: a tab that is gone may have left something.
    if (newest || state.unsent.value.length) flush()
  })
}

// ---- messages

/** What stands in the box of a thread, with its files, which are whole. */
export function sendDraft(ticket: string): void {
  const { [ticket]: quotes, ...others } = state.quotes.value
  write({ ticket, text: written(draft(ticket)), attachments: wholeFor(ticket), quotes })
  put('quotes', others)
  saveDraft(ticket, '')
  setChosen(ticket, [])
}

/** @returns the ticket's name until its first message is acknowledged */
export function openTicket(
  text: string,
  opening: NonNullable<Unsent['opening']>,
  attachments: Attachment[] = [],
): string {
  const clientId = crypto.randomUUID()
  const ticket = `new:${clientId}`
  write({ clientId, ticket, text, opening, attachments })
  return ticket
}

export function sendAgain({ failed: _failed, ...item }: Unsent): void {
  void keep(item).then(flush)
}

/** What was written after it opens the ticket in its place. */
export async function takeBack({ clientId, ticket, opening }: Unsent): Promise<void> {
  const next = state.unsent.value.find((item) => item.ticket === ticket && item.clientId !== clientId)
  if (opening && next) await keep({ ...next, opening })
  await drop(clientId)
  if (opening && !next) back()
  flush()
}

function write(item: Pick<Unsent, 'ticket' | 'text'> & Partial<Unsent>): void {
  void keep({
    clientId: crypto.randomUUID(),
    owner,
    at: new Date(now()).toISOString(),
    place: nextPlace(),
    ...item,
  }).then(flush)
}

let flushing = false
let isWanted = false
let later: ReturnType<typeof setTimeout> | undefined

/**
 * Sends what waits, one after the other, so that it arrives in the order in which it was written: one tab at a time, and
 * what is there is looked at again before each.
 */
async function flush(): Promise<void> {
  isWanted = true
  if (flushing || !state.signedIn.value) return
  clearTimeout(later)
  flushing = true
  // The server's own word is kept, whatever news comes meanwhile.
  let rest: number | undefined
  const again = () => {
    flushing = false
    flush()
  }
  try {
    while (isWanted) {
      isWanted = false
      await inTurn(async () => {
        for (let item = await nextUnsent(); item; item = await nextUnsent()) await deliver(item)
      })
    }
  } catch (cause) {
    rest = cause instanceof Refused ? cause.problem.retryAfterMs : undefined
    later = setTimeout(again, rest ?? TROUBLE_PAUSE_MS)
  }
  flushing = !!rest
  put('heldUntil', rest ? now() + rest : 0)
}

async function nextUnsent(): Promise<Unsent | undefined> {
  const named = [...(await openOutbox(owner)), ...state.screens.value, ...state.unsent.value]
  // Where the answer came too late, or never, its thread tells.
  for (const { ticket = '', opened = threadOf(ticket.slice(4)) } of named as Partial<Unsent>[])
    if (opened) await renameTicket(ticket, opened)
  return state.unsent.value.find(
    (item) => item.owner === owner && !item.failed && (item.opening || !item.ticket.startsWith('new:')),
  )
}

/** @throws where another try may succeed */
async function deliver(item: Unsent): Promise<void> {
  const { clientId, text, opening, ticket } = item
  const said = {
    clientId,
    text,
    ...(item.quotes && { quotes: item.quotes.sequence }),
    ...(item.attachments?.length && { attachments: item.attachments.map(({ id }) => id) }),
  }
  // It may have been taken away while it waited.
  const isThere = () => state.unsent.value.some((one) => one.clientId === clientId)
  await aLine()
  if (!isThere()) return
  try {
    const answer = opening
      ? await command('ticket.open', { ...said, type: 'question', ...opening })
      : await command('message.send', { ...said, ticketId: ticket })
    take(answer)
    // It has its real name now, or goes on in another one.
    if (ticket !== answer.ticket.id) await renameTicket(ticket, answer.ticket.id)
    if (opening) {
      await keep({ ...item, opened: answer.ticket.id })
      tellOpened(answer.ticket.number)
    } else await drop(clientId)
  } catch (cause) {
    if (!(cause instanceof Refused) || PASSING.includes(cause.problem.code)) throw cause
    // Another tab may have taken it away meanwhile.
    await openOutbox(owner)
    if (isThere()) await keep({ ...item, failed: cause.problem.code as RefusalCode })
  }
}

/** On the screen, and for what was written after it. */
async function renameTicket(from: string, to: string): Promise<void> {
  const screens = state.screens.value.map((screen) =>
    screen.name === 'thread' && screen.ticket === from ? { ...screen, ticket: to } : screen,
  )
  if (screens.some((screen, at) => screen !== state.screens.value[at]))
    put('screens', screens as typeof state.screens.value)
  // At once: what stands in the box goes with its files.
  batch(() => {
    const { [from]: files, ...others } = state.chosen.value
    if (files) put('chosen', { ...others, [to]: files })
    if (draft(from)) {
      saveDraft(to, draft(from))
      saveDraft(from, '')
    }
  })
  for (const item of state.unsent.value)
    if (item.ticket === from && from !== `new:${item.clientId}`)
      await keep({ ...item, ticket: to, opening: undefined })
}

// ---- threads

const reading = new Map<string, Promise<void>>()

/** Reads what the thread lacks after its mark, or its newest page where nothing is held. */
export function catchUp(ticketId: string): Promise<void> {
  const running = reading.get(ticketId)
  if (running) return running
  const run = readOn(ticketId).finally(() => reading.delete(ticketId))
  reading.set(ticketId, run)
  // A failure heals at the next heartbeat; whoever shows the thread awaits the promise itself.
  run.catch(() => {})
  return run
}

async function readOn(ticketId: string): Promise<void> {
  for (let more = true; more; ) {
    const after = markOf(ticketId)
    const answer = await command('thread.read', after === undefined ? { ticketId } : { ticketId, after })
    take(answer)
    more = after !== undefined && answer.more
  }
}

/** A page, which is not yet held. */
export const readPage = (ticketId: string, where: { before?: number; after?: number }) =>
  command('thread.read', { ticketId, ...where })

export async function readEarlier(ticketId: string): Promise<void> {
  const before = state.threads.value[ticketId]?.[0]?.sequence
  if (before) take(await readPage(ticketId, { before }))
}

const seeing = new Map<string, number>()

/** Said once for each number. */
export function see(ticketId: string, sequence: number): void {
  if (seeing.get(ticketId) === sequence) return
  seeing.set(ticketId, sequence)
  command('thread.see', { ticketId, sequence }).catch(() => seeing.delete(ticketId))
}

let saidTypingAt = 0

/** Writers repeat it at half of the time for which it holds. */
export function typing(ticketId: string): void {
  if (ticketId.startsWith('new:') || now() - saidTypingAt < TYPING_MS / 2) return
  saidTypingAt = now()
  command('typing.start', { ticketId }).catch(() => {})
}

/** A command whose answer changes the state and that is worth no second try by itself. */
export async function act<
  N extends
    | 'ticket.solve'
    | 'ticket.rate'
    | 'transcript.mail'
    | 'message.revise'
    | `merge.${'start' | 'send_code' | 'prove' | 'cancel'}`
    | `${'account' | 'objects'}.look_up`,
>(name: N, body: ContactCommandBody<N>): Promise<ContactCommandAnswer<N>> {
  const answer = await command(name, body)
  take(answer as Parameters<typeof take>[0])
  return answer
}
