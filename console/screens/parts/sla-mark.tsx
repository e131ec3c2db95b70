// What was promised: in a list in the width of a mark, above a thread in words. Never a colour alone. Partner: sla.ts.

import type { SlaClock } from '../../../protocol/desk/sla.ts'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { Pill } from '../../../ui/controls.tsx'
import { AlertIcon, ClockIcon } from '../../../ui/icons.tsx'
import { clockTime, fullTime, isSameDay, shortSpan, span } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { dueFirst, isRunning, type Nearness, nearnessOf } from '../../facts/sla.ts'
import { strings } from '../../strings.ts'
import { Sign } from './sign.tsx'

const words = strings.sla
const TONES = { far: 'neutral', near: 'warning', late: 'danger' } as const satisfies Record<Nearness, string>
/** Further away, the day says more than hours. */
const HOURS_SAY_MS = 8 * 60 * 60_000

export function SlaMark({ ticket }: { ticket: DeskTicket }) {
  const clock = dueFirst(ticket)
  if (!clock) return null
  const time = now.value
  const nearness = nearnessOf(clock, time)
  const sentence = sentencesOf(ticket, time)
  return (
    <Sign class={`row-sla row-sla-${nearness}`} word={sentence}>
      {inShort(clock, nearness, time)}
    </Sign>
  )
}

export function SlaPill({ ticket }: { ticket: DeskTicket }) {
  const clock = dueFirst(ticket)
  const time = now.value
  if (!clock) return null
  const nearness = nearnessOf(clock, time)
  return (
    <span class="sla-pill" title={sentencesOf(ticket, time)}>
      <Pill tone={TONES[nearness]}>
        {nearness === 'late' ? <AlertIcon size={16} /> : <ClockIcon size={16} />}
        <span class="sla-long">{inWords(clock, nearness, time)}</span>
        <span class="sla-short">{inShort(clock, nearness, time)}</span>
      </Pill>
    </span>
  )
}

function inShort({ dueAt }: { dueAt: string }, nearness: Nearness, time: number): string {
  const say = { far: words.left, near: words.soon, late: words.late }[nearness]
  return say(shortSpan(Date.parse(dueAt) - time))
}

function inWords({ promise, dueAt }: SlaClock & { dueAt: string }, nearness: Nearness, time: number): string {
  const what = words.promises[promise]
  const leftMs = Date.parse(dueAt) - time
  if (nearness === 'late') return words.lateBy(what, span(-leftMs))
  if (leftMs < HOURS_SAY_MS) return words.within(what, span(leftMs))
  const at = new Date(time).toISOString()
  return words.by(what, isSameDay(dueAt, at) ? clockTime(dueAt) : `${dayOf(dueAt)}, ${clockTime(dueAt)}`)
}

/** One a clock, also of those that stand still. */
function sentencesOf({ sla = [] }: DeskTicket, time: number): string {
  return sla
    .map((clock) => {
      const what = words.promises[clock.promise]
      if (!isRunning(clock)) return words.still(what, span(clock.leftMs ?? 0))
      const say = nearnessOf(clock, time) === 'late' ? words.wasDue : words.due
      return say(what, fullTime(clock.dueAt))
    })
    .join('\n')
}

const dayOf = (at: string) =>
  new Date(at).toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' })
