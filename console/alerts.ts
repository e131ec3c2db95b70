// Tells the agent that a contact wrote, while they look elsewhere: a sound, and a notification of the browser where they
// asked for it. Only for tickets that are theirs or nobody's, once in all tabs, and not while they are away.
// Partners: desk.ts, which calls it; preferences.ts; ui/alerts.ts.

import type { Note } from '../protocol/entities.ts'
import type { DeskEvent } from '../protocol/socket.ts'
import { askToNotify, chime, inOneTab, notify, tune, tuneOnPress } from '../ui/alerts.ts'
import { openTicket } from './list/cursor.ts'
import { prefer, preferences } from './preferences.ts'
import { route } from './route.ts'
import { me, tickets } from './state.ts'
import { strings } from './strings.ts'
import { tell } from './toasts.ts'

/** Characters of a message in a notification: what systems show of one. */
const SHOWN_CHARS = 140
/** However much comes within it, one sound says so: each takes the page some milliseconds, and forty in a second are noise. */
const SOUND_EVERY_MS = 2_000
let soundedAt = -SOUND_EVERY_MS

/** Called before the event is applied. */
export function alertOf(event: DeskEvent): void {
  if (event.name === 'note.created') {
    alertOfMention(event.body.note)
    alertOfTurn(event.body.note)
  }
  if (event.name !== 'message.created' || event.body.message.author.kind !== 'contact') return
  const { ticketId, sequence, text, attachments = [], author } = event.body.message
  const ticket = tickets.peek().get(ticketId)
  const isMine = !ticket?.assignee || ticket.assignee.id === me.peek()?.id
  const { sound, notifications } = preferences.peek()
  if (!isMine || me.peek()?.isAway) return
  void inOneTab(`helpdock.desk-alert:${ticketId}:${sequence}`, () => {
    if (!document.hidden && route.peek().ticketId === ticketId) return
    if (sound) soundOnce()
    if (!notifications || !document.hidden) return
    const body = (text || attachments.map(({ name }) => name).join(', ')).slice(0, SHOWN_CHARS)
    notify(author.name, { body, tag: `helpdock:${ticketId}` }, () => openTicket(ticketId))
  })
}

/** Named by a colleague: whoever has the ticket, and also where the page is in sight, unless it shows just that. */
function alertOfMention({ id, ticketId, mentions = [], author, text }: Note): void {
  if (me.peek()?.isAway || !mentions.includes(me.peek()?.id ?? '')) return
  alertOfNote({ id, ticketId }, strings.news.mentioned(author.name), text)
}

/** It came to this agent by turns, or was taken back from them. */
function alertOfTurn({ id, ticketId, line }: Note): void {
  const { agentId, minutes } = line?.details ?? {}
  const ticket = tickets.peek().get(ticketId)
  if (agentId !== me.peek()?.id || !ticket) return
  if (line?.code === 'turn.given')
    alertOfNote({ id, ticketId }, strings.news.given(ticket.number, ticket.subject))
  if (line?.code === 'turn.taken_back')
    alertOfNote({ id, ticketId }, strings.news.takenBack(ticket.number, Number(minutes)))
}

function alertOfNote({ id, ticketId }: Pick<Note, 'id' | 'ticketId'>, what: string, text = ''): void {
  const { sound, notifications } = preferences.peek()
  const open = () => openTicket(ticketId)
  const isInSight = !document.hidden && route.peek().ticketId === ticketId
  if (!isInSight) tell(what, { label: strings.news.look, run: open })
  void inOneTab(`helpdock.desk-alert:${id}`, () => {
    if (isInSight || me.peek()?.isAway) return
    if (sound) soundOnce()
    if (!notifications || !document.hidden) return
    notify(what, { body: text.slice(0, SHOWN_CHARS), tag: `helpdock:${id}` }, open)
  })
}

function soundOnce(): void {
  if (performance.now() - soundedAt < SOUND_EVERY_MS) return
  soundedAt = performance.now()
  void chime()
}

/** @returns what ends it */
export const readySound = (): (() => void) => tuneOnPress(() => preferences.peek().sound)

/** In the press itself. */
export function switchSound(): void {
  const sound = !preferences.peek().sound
  prefer({ sound })
  if (sound) tune()
}

/** The browser asks only after this press. */
export async function switchNotifications(): Promise<void> {
  if (preferences.peek().notifications) return prefer({ notifications: false })
  if (await askToNotify()) prefer({ notifications: true })
  else tell(strings.account.denied)
}
