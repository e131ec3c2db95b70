// The end of a thread: what is promised to who waits for an answer, and what follows once the ticket is solved: how it was,
// the conversation to keep, the way to a new ticket. A bundle of its own. Partner: thread.tsx.

import { useEffect, useState } from 'preact/hooks'
import type { ContactTicket, Rating } from '../../protocol/entities.ts'
import { RATING_CHANGE_MS, RATING_COMMENT_MAX_CHARS } from '../../protocol/limits.ts'
import { Button, TextArea } from '../../ui/controls.tsx'
import { ArrowRightIcon, ChatIcon, DoneIcon, DownloadIcon, FACES, MailIcon } from '../../ui/icons.tsx'
import { saveFile } from '../../ui/save-file.ts'
import { clockTime, dayAhead, span } from '../../ui/time.ts'
import { act } from '../commands.ts'
import { locale } from '../help.ts'
import { addressOf, Refused } from '../http.ts'
import css from '../look/after.css'
import { mailedTo } from '../mailed.ts'
import { draft, go, saveDraft } from '../navigation.ts'
import { getSession } from '../session.ts'
import { adopt } from '../sheet.ts'
import { state, ticketOf } from '../state.ts'
import * as t from '../strings/en/after.ts'
import { useNow, useWork } from './frame.tsx'
import { usePromise } from './write-to-us.tsx'

adopt(css)

const MINUTE_MS = 60_000

export function After({ ticket }: { ticket: ContactTicket }) {
  const next = ticket.mergedInto && ticketOf(ticket.mergedInto)
  if (next) return <GoesOn to={next} />
  return ticket.state === 'solved' ? <Solved key={ticket.id} ticket={ticket} /> : <Waits ticket={ticket} />
}

/** It is no solution, so nobody asks how it was. */
function GoesOn({ to: { id, number } }: { to: ContactTicket }) {
  return (
    <section class="solved">
      <div class="pair">
        <span class="quiet">{t.goesOn(number)}</span>
        <Button
          size="s"
          icon={<ArrowRightIcon size={16} />}
          onClick={() => go({ name: 'thread', ticket: id })}
        >
          {t.openTicket(number)}
        </Button>
      </div>
    </section>
  )
}

/** While nobody has answered what was written last. */
function Waits({ ticket }: { ticket: ContactTicket }) {
  const promise = usePromise()
  const said = state.threads.value[ticket.id]?.findLast(({ kind }) => kind === 'message')
  const isOwn = said?.kind === 'message' && said.author.kind === 'contact'
  if (ticket.state !== 'open' || !isOwn) return null
  return <p class="waits quiet">{t.waits(promise, mailedTo('replies') || '')}</p>
}

function Solved({ ticket }: { ticket: ContactTicket }) {
  return (
    <section class="solved">
      <HowItWas ticket={ticket} />
      <Keep ticket={ticket} />
      <div class="pair">
        <span class="quiet">{t.another}</span>
        <Button
          size="s"
          icon={<ChatIcon size={16} />}
          onClick={() => go({ name: 'write', follows: ticket.id })}
        >
          {t.newTicket}
        </Button>
      </div>
    </section>
  )
}

function HowItWas({ ticket: { id, rating } }: { ticket: ContactTicket }) {
  const now = useNow(MINUTE_MS)
  const { busy, error, run } = useOwnWork()
  const [typed, type] = useState<string>()
  const until = rating && Date.parse(rating.ratedAt) + RATING_CHANGE_MS
  const isOver = until !== null && until < now
  // What is not sent yet is a draft beside the others; of another solution than this one it is nobody's any more.
  const name = `rating:${id}:${rating?.ratedAt}`
  useEffect(() => {
    for (const other in state.drafts.value)
      if (other.startsWith(`rating:${id}:`) && (isOver || other !== name)) saveDraft(other, '')
  }, [name, isOver])
  if (rating && isOver) return <Rated rating={rating} />
  const words = typed ?? (draft(name) || rating?.comment || '')
  const isNoted = !error && words.trim() === rating?.comment
  const give = (score: number, comment: string) =>
    run(async () => {
      await act('ticket.rate', { ticketId: id, score, comment })
      if (draft(name).trim() === comment) saveDraft(name, '')
    })
  return (
    <div>
      <h3>{t.solvedTitle}</h3>
      <div class="faces">
        {FACES.map((Face, index) => (
          <button
            key={t.scores[index]}
            type="button"
            aria-pressed={rating?.score === index + 1}
            onClick={() => give(index + 1, words.trim())}
          >
            <Face size={24} />
            {t.scores[index]}
          </button>
        ))}
      </div>
      {error && (
        <p class="hd-field-error" role="alert">
          {error}
        </p>
      )}
      {rating && until && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            give(rating.score, words.trim())
          }}
        >
          <TextArea
            label={t.comment(rating.score)}
            hint={t.commentHint}
            rows={2}
            maxLength={RATING_COMMENT_MAX_CHARS}
            value={words}
            onInput={(event) => {
              type(event.currentTarget.value)
              saveDraft(name, event.currentTarget.value)
            }}
          />
          {words.trim() !== rating.comment && (
            <Button size="s" type="submit" busy={busy}>
              {t.sendComment}
            </Button>
          )}
          <p class="line quiet" role="status">
            {isNoted && <DoneIcon />}
            <span>
              {isNoted && t.noted} {changeableUntil(until, now)}
            </span>
          </p>
        </form>
      )}
    </div>
  )
}

/** A day later it stands. */
function Rated({ rating }: { rating: Rating }) {
  const Face = FACES[rating.score - 1]
  return (
    <div>
      <p class="rated">
        {Face && <Face size={24} />} {t.rated(t.scores[rating.score - 1] ?? '')}
      </p>
      {rating.comment && <p class="quiet">“{rating.comment}”</p>}
    </div>
  )
}

function Keep({ ticket: { id, number } }: { ticket: ContactTicket }) {
  const { busy, error, run } = useOwnWork()
  const [sentTo, tell] = useState('')
  const address = mailedTo('transcript')
  const { timeZone: zone } = Intl.DateTimeFormat().resolvedOptions()
  const mail = async () => tell((await act('transcript.mail', { ticketId: id, zone })).address)
  return (
    <div>
      <h3>{t.keep}</h3>
      <div class="pair">
        <Button
          size="s"
          icon={<DownloadIcon size={16} />}
          busy={busy}
          onClick={() => run(() => download(id, number, zone))}
        >
          {t.download}
        </Button>
        {address && (
          <Button size="s" icon={<MailIcon size={16} />} busy={busy} onClick={() => run(mail)}>
            {t.mail(address)}
          </Button>
        )}
      </div>
      <div role="status">
        {error ? (
          <p class="hd-field-error">{error}</p>
        ) : (
          sentTo && (
            <p class="line quiet">
              <DoneIcon /> {t.mailed(sentTo)}
            </p>
          )
        )}
      </div>
    </div>
  )
}

/** The session goes in a header, which no link carries: fetched, then handed to the browser as a file. */
async function download(ticketId: string, number: number, zone: string): Promise<void> {
  const address = addressOf(`/api/chat/transcripts/${ticketId}?${new URLSearchParams({ zone })}`)
  const answer = await fetch(address, { headers: { authorization: `Bearer ${await getSession()}` } })
  if (!answer.ok) throw new Refused(await answer.json())
  saveFile(await answer.blob(), `ticket-${number}.txt`)
}

/** With the sentences of this screen for what only it can be refused. */
function useOwnWork() {
  const [why, say] = useState('')
  const { busy, error, run } = useWork()
  const ownRun = (work: () => Promise<unknown>) => {
    say('')
    return run(() =>
      work().catch((cause) => {
        const { code = '', retryAfterMs } = (cause as Partial<Refused>).problem ?? {}
        const isOften = code === 'request.too_many' && retryAfterMs && retryAfterMs > MINUTE_MS
        const own = isOften ? t.mailedOften(span(retryAfterMs, locale())) : t.whyNot[code]
        if (!own) throw cause
        say(own)
      }),
    )
  }
  return { busy, error: why || error, run: ownRun }
}

function changeableUntil(until: number, now: number): string {
  const at = new Date(until).toISOString()
  return t.changeable(dayAhead(at, now, locale()), clockTime(at, locale()))
}
