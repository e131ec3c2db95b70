// Opening hours, for admins: the week, the days that are unlike it, the zone, and what follows from them for who writes now.
// Partner: hours.ts.

import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Holiday, Span } from '../../../protocol/hours.ts'
import { HOLIDAY_NAME_MAX_CHARS, HOLIDAYS, SPANS_OF_DAY } from '../../../protocol/limits.ts'
import { faultsIn, openingsFrom } from '../../../protocol/openings.ts'
import { Blank, Button, IconButton, Skeleton, TextField } from '../../../ui/controls.tsx'
import { ClockIcon, CloseIcon } from '../../../ui/icons.tsx'
import { clockTime, dayAhead } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import {
  beginHours,
  discardHours,
  draft,
  edit,
  faults,
  isChanged,
  isSaving,
  isStale,
  notRead,
  readHours,
  saved,
  saveHours,
  takeAwayHours,
} from '../../hours.ts'
import { lineStatus } from '../../line/line.ts'
import { hoursVersion } from '../../state.ts'
import { hours as words } from '../../strings/hours.ts'
import { strings } from '../../strings.ts'
import { Meanwhile } from '../parts/meanwhile.tsx'
import { NotRead } from '../parts/not-read.tsx'
import { toFault } from '../parts/to-fault.ts'
import { AskedFirst } from '../parts/unsaved.tsx'
import { Body } from './parts.tsx'

export function Hours() {
  const isLive = lineStatus.value.state === 'live'
  const isBehind = isStale.value && !isChanged.value
  useEffect(() => {
    if (isLive && (!saved.peek() || isBehind)) void readHours()
  }, [isLive, isBehind])
  if (notRead.value && notRead.value !== 'line.lost' && !saved.value) {
    return <NotRead title={words.notRead} code={notRead.value} onAgain={readHours} />
  }
  if (!saved.value) {
    return (
      <Body>
        <Skeleton label={strings.loading} lines={6} />
      </Body>
    )
  }
  return (
    <form
      class="settings-form"
      // What is wrong is said at its place, and by us.
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void saveHours()
        if (faults.peek().length > 0) toFault()
      }}
    >
      <Body>
        <Changed />
        {draft.value ? (
          <>
            <Preview />
            <p class="quiet">{words.counted}</p>
            <Zone />
            <Week />
            <Holidays />
          </>
        ) : (
          <Blank
            icon={<ClockIcon />}
            title={words.noneTitle}
            action={
              <Button look="primary" onClick={beginHours}>
                {words.begin}
              </Button>
            }
          >
            {words.none}
          </Blank>
        )}
      </Body>
      <Foot />
    </form>
  )
}

/** Somebody else was quicker: both are kept until the admin has chosen. */
function Changed() {
  // What is being saved is not yet answered, and may have been told already.
  if (!isStale.value || !isChanged.value || isSaving.value) return null
  return <Meanwhile onTheirs={readHours} onMine={() => saveHours(hoursVersion.peek())} />
}

/** What a contact would read now, on the clock of who looks. */
function Preview() {
  const hours = draft.value
  if (!hours) return null
  const isWhole = faultsIn(hours).length === 0
  const [next] = isWhole ? openingsFrom(hours, new Date(now.value), 1) : []
  const isOpen = next && Date.parse(next.opensAt) <= now.value
  const at = next && (isOpen ? next.closesAt : next.opensAt)
  const sentence =
    !isWhole || !at
      ? words.previewNone
      : isOpen
        ? words.openNow(dayAhead(at, now.value), clockTime(at))
        : words.opensLater(dayAhead(at, now.value), clockTime(at))
  return (
    <p class={isOpen ? 'hours-preview hours-open' : 'hours-preview'} role="status">
      <ClockIcon /> {sentence}
    </p>
  )
}

function Zone() {
  const zone = draft.value?.zone ?? ''
  const names = Intl.supportedValuesOf('timeZone')
  return (
    <section class="hours-part">
      <h2>{words.zone}</h2>
      <select
        class="hd-input hours-zone"
        aria-label={words.zone}
        value={zone}
        onChange={(event) => edit({ zone: event.currentTarget.value })}
      >
        {/* A zone that this browser does not list is kept as it is. */}
        {(names.includes(zone) ? names : [zone, ...names]).map((name) => (
          <option key={name} value={name}>
            {name.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      <p class="quiet">{words.zoneHint}</p>
    </section>
  )
}

function Week() {
  const week = draft.value?.week ?? []
  const setDay = (day: number, spans: Span[]) =>
    edit({ week: week.map((old, at) => (at === day ? spans : old)) })
  return (
    <section class="hours-part">
      <h2>{words.week}</h2>
      {fault('/week') && <p class="hd-field-error">{fault('/week')}</p>}
      <ul class="hours-days">
        {week.map((spans, day) => (
          <li key={dayName(day)}>
            <strong>{dayName(day)}</strong>
            <Spans
              of={dayName(day)}
              field={`/week/${day}`}
              spans={spans}
              onChange={(next) => setDay(day, next)}
            >
              {day === 0 && (
                <Button
                  size="s"
                  look="quiet"
                  onClick={() => edit({ week: week.map((old, at) => (at < 5 ? spans : old)) })}
                >
                  {words.copyToFriday}
                </Button>
              )}
            </Spans>
          </li>
        ))}
      </ul>
      <p class="quiet">{words.weekHint}</p>
    </section>
  )
}

/** None: closed. */
function Spans(props: {
  of: string
  field: string
  spans: Span[]
  onChange: (spans: Span[]) => void
  children?: ComponentChildren
}) {
  const { of, field, spans, onChange } = props
  const set = (index: number, change: Partial<Span>) =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...change } : span)))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset lays out what it holds otherwise.
    <div class="spans" role="group" aria-label={of}>
      {spans.length === 0 && <span class="quiet spans-none">{words.closed}</span>}
      {spans.map((span, index) => {
        const wrong = fault(`${field}/${index}`)
        const clock = (end: 'from' | 'to', label: string) => (
          <input
            type="time"
            class="hd-input"
            aria-label={label}
            aria-invalid={!!wrong}
            required
            // The end of the day is written 00:00 by a field that ends at 23:59.
            value={span[end] === '24:00' ? '00:00' : span[end]}
            onInput={({ currentTarget: { value } }) =>
              set(index, { [end]: end === 'to' && value === '00:00' ? '24:00' : value })
            }
          />
        )
        return (
          <div class="span" key={index}>
            {clock('from', words.from(of))}
            <span aria-hidden="true">–</span>
            {clock('to', words.to(of))}
            <IconButton
              label={words.removeSpan(of)}
              onClick={() => onChange(spans.filter((_, at) => at !== index))}
            >
              <CloseIcon size={16} />
            </IconButton>
            {wrong && (
              <p class="hd-field-error" role="alert">
                {wrong}
              </p>
            )}
          </div>
        )
      })}
      {spans.length < SPANS_OF_DAY && (
        <Button size="s" look="quiet" onClick={() => onChange([...spans, after(spans.at(-1))])}>
          {spans.length ? words.addSpan : words.open}
        </Button>
      )}
      {props.children}
    </div>
  )
}

function Holidays() {
  const holidays = draft.value?.holidays ?? []
  const set = (index: number, change: Partial<Holiday>) =>
    edit({ holidays: holidays.map((old, at) => (at === index ? { ...old, ...change } : old)) })
  return (
    <section class="hours-part">
      <h2>{words.holidays}</h2>
      <p class="quiet">{words.holidaysHint}</p>
      <ul class="hours-holidays">
        {holidays.map((holiday, index) => {
          const field = `/holidays/${index}`
          const name = holiday.name || words.aHoliday
          return (
            <li key={index}>
              <TextField
                label={words.date}
                type="date"
                required
                value={holiday.date}
                error={fault(`${field}/date`)}
                onInput={(event) => set(index, { date: event.currentTarget.value })}
              />
              <TextField
                label={words.name}
                maxLength={HOLIDAY_NAME_MAX_CHARS}
                value={holiday.name}
                placeholder={words.nameHint}
                error={fault(`${field}/name`)}
                onInput={(event) => set(index, { name: event.currentTarget.value })}
              />
              <Spans
                of={name}
                field={`${field}/spans`}
                spans={holiday.spans}
                onChange={(spans) => set(index, { spans })}
              />
              <IconButton
                label={words.removeHoliday(name)}
                onClick={() => edit({ holidays: holidays.filter((_, at) => at !== index) })}
              >
                <CloseIcon size={16} />
              </IconButton>
            </li>
          )
        })}
      </ul>
      {holidays.length < HOLIDAYS && (
        <Button size="s" onClick={() => edit({ holidays: [...holidays, { date: '', name: '', spans: [] }] })}>
          {words.addHoliday}
        </Button>
      )}
    </section>
  )
}

function Foot() {
  const { changedBy, changedAt, hours } = saved.value ?? {}
  const today = changedAt ? dayAhead(changedAt, now.value).day : ''
  return (
    <footer class="settings-foot">
      {isChanged.value ? (
        <>
          <Button look="primary" type="submit" busy={isSaving.value}>
            {draft.value ? words.save : words.takeAway}
          </Button>
          <Button look="quiet" onClick={discardHours}>
            {words.discard}
          </Button>
          <AskedFirst onDiscard={discardHours} />
          {faults.value.length > 0 && (
            <p class="hd-field-error" role="alert">
              {words.faults(faults.value.length)}
            </p>
          )}
        </>
      ) : (
        <>
          {changedBy && changedAt && (
            <p class="quiet">{words.lastChanged(changedBy, today, clockTime(changedAt))}</p>
          )}
          {/* An element of its own: one that became the button that saves, while it is pressed, would save. */}
          {hours && (
            <Button key="none" look="quiet" size="s" onClick={takeAwayHours}>
              {words.noHours}
            </Button>
          )}
        </>
      )}
    </footer>
  )
}

/** The sentence for what is wrong at this place. */
function fault(field: string): string {
  const found = faults.value.find((one) => one.field === field)
  return found ? words.wrong[found.why] : ''
}

/** 5 January 1970 was a Monday. */
const dayName = (day: number) =>
  new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' }).format((day + 4) * 86_400_000)

/** A span that goes on after a break of an hour, as far as the day allows. */
function after(before: Span | undefined): Span {
  const hour = Number((before?.to ?? '08:00').slice(0, 2)) + 1
  const clock = (at: number) => `${String(Math.min(at, 24)).padStart(2, '0')}:00`
  return before ? { from: clock(Math.min(hour, 23)), to: clock(hour + 4) } : { from: '09:00', to: '17:00' }
}
