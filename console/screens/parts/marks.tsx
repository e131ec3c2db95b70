// Small signs that stand beside names and numbers: each an icon with its word, never a colour alone.

import type { Contact, DeskTicket, Rating, TicketState } from '../../../protocol/entities.ts'
import type { Priority } from '../../../protocol/ticket-types.ts'
import { Pill } from '../../../ui/controls.tsx'
import {
  ClockIcon,
  DoneIcon,
  FACES,
  GuestIcon,
  InboxIcon,
  PeopleIcon,
  SnoozeIcon,
  VerifiedIcon,
} from '../../../ui/icons.tsx'
import { fullTime } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { briefTime } from '../../strings/brief-time.ts'
import { strings } from '../../strings.ts'
import { Sign } from './sign.tsx'

const STATE_ICONS = {
  open: InboxIcon,
  waiting_on_contact: ClockIcon,
  snoozed: SnoozeIcon,
  solved: DoneIcon,
} satisfies Record<TicketState, unknown>

const STATE_TONES = {
  open: 'accent',
  waiting_on_contact: 'neutral',
  snoozed: 'neutral',
  solved: 'success',
} as const satisfies Record<TicketState, string>

/** Everywhere a contact's name stands. */
export function IdentityMark({ identity }: { identity: Contact['identity'] }) {
  const word = strings.list[identity]
  const Icon = identity === 'verified' ? VerifiedIcon : GuestIcon
  return (
    <Sign class={`identity identity-${identity}`} word={word}>
      <Icon size={16} />
    </Sign>
  )
}

export function StatePill({ ticket }: { ticket: DeskTicket }) {
  const { state, snooze } = ticket
  const Icon = STATE_ICONS[state]
  return (
    <span title={snooze && snoozedUntil(snooze, fullTime)}>
      <Pill tone={STATE_TONES[state]}>
        <Icon size={16} />
        {snooze?.until && (
          <span class="state-until">{strings.snooze.until(briefTime(snooze.until, now.value))}</span>
        )}
        <span class="state-word">{stateOf(ticket)}</span>
      </Pill>
    </span>
  )
}

/** What no agent put aside waits for the end of its merge. */
const stateOf = ({ state, snooze }: Pick<DeskTicket, 'state' | 'snooze'>) =>
  state === 'snoozed' && !snooze ? strings.mergeStates.approved : strings.states[state]

const snoozedUntil = ({ until }: NonNullable<DeskTicket['snooze']>, when: (at: string) => string) =>
  until ? strings.snooze.untilLong(when(until)) : strings.snooze.untilReplyLong

/** In a list: when it comes back, where others show since when somebody waits. */
export function SnoozeTime({ snooze }: { snooze: NonNullable<DeskTicket['snooze']> }) {
  const sentence = snoozedUntil(snooze, fullTime)
  return (
    <Sign class="row-time" word={sentence}>
      <SnoozeIcon size={16} />
      {snooze.until && briefTime(snooze.until, now.value)}
    </Sign>
  )
}

/** Bars, as many as it is urgent; the word stands beside it, or is read. */
export function PriorityIcon({ priority }: { priority: Priority }) {
  const bars = { low: 1, normal: 2, high: 3, urgent: 4 }[priority]
  return (
    <svg
      class={`hd-icon bars bars-${priority}`}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={barsFrom(0, bars)} fill="currentColor" />
      <path d={barsFrom(bars, 4)} fill="currentColor" opacity="0.25" />
    </svg>
  )
}

const barsFrom = (first: number, end: number) =>
  [0, 1, 2, 3]
    .slice(first, end)
    .map((bar) => `M${1.5 + bar * 3.5} 14h2.5v-${4 + bar * 2.5}h-2.5z`)
    .join('')

/** What its type calls for, or an agent set; nothing where it is as any other. */
export function PriorityMark({ priority = 'normal' }: Pick<DeskTicket, 'priority'>) {
  if (priority === 'normal') return null
  return <span class={`priority priority-${priority}`}>{strings.priorities[priority]}</span>
}

/** A tracker says how many tickets have its cause; one of them, that it is attached. */
export function CauseMark({ ticket: { tracker, cause } }: { ticket: DeskTicket }) {
  if (!tracker && !cause) return null
  const word = strings.list.cause(tracker?.attached)
  return (
    <Sign class={tracker ? 'cause cause-tracker' : 'cause'} word={word}>
      <PeopleIcon size={16} />
      {tracker?.attached}
    </Sign>
  )
}

export function StateMark({ ticket }: { ticket: Pick<DeskTicket, 'state' | 'snooze'> }) {
  const Icon = STATE_ICONS[ticket.state]
  const word = stateOf(ticket)
  return (
    <Sign class={`state state-${ticket.state}`} word={word}>
      <Icon size={16} />
    </Sign>
  )
}

export function RatingMark({ rating: { score } }: { rating: Rating }) {
  const Face = FACES[score - 1]
  const word = strings.rating.short(strings.rating.scores[score - 1] ?? '')
  return <Sign word={word}>{Face && <Face size={16} />}</Sign>
}
