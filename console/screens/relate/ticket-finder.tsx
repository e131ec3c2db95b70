// A field that finds a ticket: by its number or by words, with what is near at hand below it until somebody types.
// Who uses it says which tickets may be picked.

import { useEffect, useState } from 'preact/hooks'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { type Combobox, comboboxInput, comboboxList, comboboxOption } from '../../../ui/combobox.ts'
import { isComposed } from '../../../ui/keys.ts'
import { KEYS_REST_MS } from '../../clock.ts'
import { ask } from '../../line/line.ts'
import { keepTickets, tickets, typeName } from '../../state.ts'
import { relating as words } from '../../strings/relating.ts'
import { strings } from '../../strings.ts'
import { StateMark } from '../parts/marks.tsx'
import './look.ts'

/** What is not among them takes a word more. */
const SHOWN = 7

export function TicketFinder(props: {
  label: string
  /** What is offered before anything is typed, and what it is. */
  near: { title: string; tickets: readonly DeskTicket[]; none?: string }
  mayPick: (ticket: DeskTicket) => boolean
  onPick: (ticket: DeskTicket) => void
}) {
  const [text, setText] = useState('')
  const [active, move] = useState(0)
  const found = useFound(text)
  const isAsking = text.trim() !== '' && found.text !== text
  const shown = (text.trim() === '' ? props.near.tickets : found.ids.map((id) => tickets.value.get(id)))
    .filter((ticket) => ticket !== undefined)
    .filter(props.mayPick)
    .slice(0, SHOWN)
  const box: Combobox = {
    id: 'tickets-found',
    count: shown.length,
    active: Math.min(active, shown.length - 1),
    onMove: move,
    onPick: (index) => {
      const ticket = shown[index]
      if (ticket) props.onPick(ticket)
    },
  }
  const input = comboboxInput(box)
  // Enter before the answer means the first of it, never one of what was typed before.
  const [isWanted, want] = useState(false)
  useEffect(() => {
    if (!isWanted || isAsking) return
    want(false)
    box.onPick(0)
  }, [isWanted, isAsking])
  return (
    <div class="finder">
      <input
        class="hd-input"
        {...input}
        autofocus
        aria-label={props.label}
        placeholder={words.find}
        dir="auto"
        spellcheck={false}
        maxLength={QUERY_MAX_CHARS}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value)
          move(0)
          want(false)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && isAsking && !isComposed(event)) {
            event.preventDefault()
            want(true)
          } else input.onKeyDown(event)
        }}
      />
      <p class="finder-title">{text.trim() === '' ? shown.length > 0 && props.near.title : words.found}</p>
      <ul class="finder-list" {...comboboxList(box, words.found)}>
        {shown.map((ticket, index) => (
          <li key={ticket.id} class="choice" {...comboboxOption(box, index)} onMouseMove={() => move(index)}>
            <StateMark ticket={ticket} />
            <span class="finder-what">
              <span class="finder-subject">{ticket.subject}</span>
              <span class="quiet">
                {strings.number(ticket.number)} · {typeName(ticket.type)} · {ticket.contact.name}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p class="finder-none quiet" role="status">
        {shown.length === 0 &&
          (text.trim() === ''
            ? props.near.none
            : isAsking
              ? words.asking
              : found.isLost
                ? words.offline
                : words.none)}
      </p>
    </div>
  )
}

/** “12” is #12, as everybody would write it. */
const questionOf = (text: string) => text.trim().replace(/^\d+$/, '#$&')

function useFound(text: string) {
  const [found, find] = useState<{ text: string; ids: string[]; isLost?: boolean }>({ text: '', ids: [] })
  useEffect(() => {
    if (text.trim() === '') return find({ text, ids: [] })
    let isGone = false
    const timer = setTimeout(() => {
      ask('ticket.search', { query: questionOf(text) }).then(
        ({ results }) => {
          keepTickets(results.map(({ ticket }) => ticket))
          if (!isGone) find({ text, ids: results.map(({ ticket }) => ticket.id) })
        },
        () => {
          if (!isGone) find({ text, ids: [], isLost: true })
        },
      )
    }, KEYS_REST_MS)
    return () => {
      isGone = true
      clearTimeout(timer)
    }
  }, [text])
  return found
}
