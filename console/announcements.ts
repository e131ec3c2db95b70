// One sentence for screen readers at a time; screens/parts/announcer.tsx holds the live region.

import { signal } from '@preact/signals'
import type { DeskEvent } from '../protocol/socket.ts'
import { route } from './route.ts'
import { tickets } from './state.ts'
import { strings } from './strings.ts'

export const newsForEars = signal('')

/** Called before the event is applied: what is known already is no news. */
export function announce(event: DeskEvent): void {
  if (event.name === 'ticket.opened' && !tickets.peek().has(event.body.ticket.id)) {
    const { contact, subject } = event.body.ticket
    newsForEars.value = strings.news.opened(contact.name, subject)
  }
  if (event.name === 'message.created' && event.body.message.ticketId === route.peek().ticketId) {
    const { author, text } = event.body.message
    if (author.kind === 'contact') newsForEars.value = strings.news.message(author.name, text)
  }
}
