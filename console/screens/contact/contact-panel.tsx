// Who asks: verified or guest beyond doubt, what the host signed about them, what they tried before writing, and
// their other tickets.

import type { ComponentChildren } from 'preact'
import type { Contact, DeskTicket } from '../../../protocol/entities.ts'
import { Avatar, Button, IconButton, Skeleton } from '../../../ui/controls.tsx'
import {
  AlertIcon,
  ArticleIcon,
  BackIcon,
  DoneIcon,
  EditIcon,
  ForwardIcon,
  GuestIcon,
  HistoryIcon,
  MailIcon,
  PageIcon,
  PanelIcon,
  SearchIcon,
  VerifiedIcon,
} from '../../../ui/icons.tsx'
import { fullTime, relativeTime } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { theirTime } from '../../facts/their-time.ts'
import { Related } from '../../on-demand.tsx'
import { addressOf, go, goOnClick, route } from '../../route.ts'
import { earlierOf, isMailed, type Thread, threads, tickets } from '../../state.ts'
import { strings } from '../../strings.ts'
import { beginTicket } from '../../verbs/opening.ts'
import { Breakable } from '../parts/address.tsx'
import { TicketFacts } from './ticket-facts.tsx'
import { opens, TicketLines } from './ticket-line.tsx'

const words = strings.contact

/** The server notes once a minute who is here, and learns late of a line that broke. */
const HERE_MS = 2 * 60_000

export function ContactPanel({ ticketId }: { ticketId: string }) {
  const thread = threads.value.get(ticketId)
  const ticket = tickets.value.get(ticketId)
  return (
    <aside class="contact" aria-label={words.title}>
      <header class="contact-head">
        <span class="contact-back">
          <IconButton label={words.back} onClick={() => go({ pane: 'thread' })}>
            <BackIcon />
          </IconButton>
        </span>
        <h2>{words.title}</h2>
      </header>
      {thread && ticket ? (
        <div class="contact-body">
          <Who contact={thread.contact} zone={ticket.handover.zone} isLink />
          <TicketFacts ticket={ticket} />
          <Related ticket={ticket} />
          <Attributes contact={thread.contact} />
          {ticket.openedBy ? <Opened by={ticket.openedBy.name} /> : <BeforeWriting ticket={ticket} />}
          <OtherTickets thread={thread} />
        </div>
      ) : (
        <div class="contact-body">
          <Skeleton label={strings.loading} lines={5} />
        </div>
      )}
    </aside>
  )
}

export function Who({
  contact,
  zone,
  isLink = false,
}: {
  contact: Contact
  zone?: string
  isLink?: boolean
}) {
  const isVerified = contact.identity === 'verified'
  const time = now.value
  const there = theirTime(time, zone)
  return (
    <section>
      <div class="who">
        <Avatar name={contact.name} size={40} />
        <div>
          <h3 dir="auto">{isLink ? <ToPage contact={contact} /> : contact.name}</h3>
          <p>
            <Breakable text={contact.email ?? words.noEmail} />
          </p>
          {contact.email && <Proof contact={contact} />}
          {!isMailed() && (
            <span class="proof proof-open">
              <MailIcon size={16} />
              {words.notMailed}
            </span>
          )}
        </div>
      </div>
      <div class={`vouch vouch-${contact.identity}`}>
        {isVerified ? <VerifiedIcon /> : <GuestIcon />}
        <div>
          <strong>{isVerified ? words.verified : words.guest}</strong>
          <p>{isVerified ? words.verifiedMeans : words.guestMeans}</p>
        </div>
      </div>
      <dl class="facts">
        {contact.externalId && (
          <Fact label={words.externalId}>
            <code>{contact.externalId}</code>
          </Fact>
        )}
        {contact.locale && <Fact label={words.locale}>{languageName(contact.locale)}</Fact>}
        {there && (
          <Fact label={words.localTime}>
            <time title={zone}>{there}</time>
          </Fact>
        )}
        <Fact label={words.firstSeen}>
          <When at={contact.createdAt} time={time} />
        </Fact>
        <Fact label={words.lastSeen}>
          <When at={contact.lastSeenAt} time={time} nowFor={HERE_MS} />
        </Fact>
      </dl>
    </section>
  )
}

/** To their own page. */
function ToPage({ contact: { id, name } }: { contact: Contact }) {
  const place = { ticketId: null, pane: 'person', contactId: id } as const
  return (
    <a
      class="who-page"
      href={addressOf({ ...route.value, ...place })}
      title={words.openPage}
      onClick={goOnClick(place)}
    >
      {name}
      <ForwardIcon size={16} />
    </a>
  )
}

function Proof({ contact }: { contact: Contact }) {
  if (!contact.emailVerified) {
    return (
      <span class="proof proof-open">
        <AlertIcon size={16} />
        {words.notProved}
      </span>
    )
  }
  return (
    <span class="proof">
      <DoneIcon size={16} />
      {contact.identity === 'verified' ? words.provedByHost : words.provedByCode}
    </span>
  )
}

export function Attributes({ contact }: { contact: Contact }) {
  const attributes = Object.entries(contact.attributes)
  if (attributes.length === 0) return null
  const { attributesSignedAt } = contact
  return (
    <section>
      <h3 class="contact-part">{words.attributes}</h3>
      <dl class="facts">
        {attributes.map(([name, value]) => (
          <Fact key={name} label={plainName(name)}>
            {typeof value === 'boolean' ? (value ? words.yes : words.no) : String(value)}
          </Fact>
        ))}
      </dl>
      {attributesSignedAt && (
        <p class="signed" title={fullTime(attributesSignedAt)}>
          <VerifiedIcon size={16} />
          {words.signedAt(relativeTime(attributesSignedAt, now.value))}
        </p>
      )}
    </section>
  )
}

function BeforeWriting({ ticket }: { ticket: DeskTicket }) {
  const { reads, searches, page, browser, follows } = ticket.handover
  const before = follows ? tickets.value.get(follows) : undefined
  return (
    <section>
      <h3 class="contact-part">{words.before}</h3>
      {reads.length + searches.length === 0 && !page && !browser && !before && (
        <p class="quiet">{words.beforeEmpty}</p>
      )}
      <ul class="tried">
        {before && (
          <li>
            <HistoryIcon size={16} />
            <span>
              <span class="quiet">{words.follows}</span>{' '}
              <a
                href={addressOf({ ...route.value, ticketId: before.id, pane: 'thread' })}
                onClick={opens(before.id)}
              >
                {strings.number(before.number)} {before.subject}
              </a>
            </span>
          </li>
        )}
        {searches.map((query) => (
          <li key={`search ${query}`}>
            <SearchIcon size={16} />
            <span>
              <span class="quiet">{words.searched}</span> “{query}”
            </span>
          </li>
        ))}
        {reads.map((read) => (
          <li key={`read ${read.slug} ${read.section ?? ''}`}>
            <ArticleIcon size={16} />
            <span>
              <span class="quiet">{words.read}</span>{' '}
              <a href={articleAddress(read)} target="_blank" rel="noopener">
                {read.title}
              </a>
              {read.helped && <span class="quiet"> · {words.helped[read.helped]}</span>}
            </span>
          </li>
        ))}
        {page && (
          <li>
            <PageIcon size={16} />
            <span>
              <span class="quiet">{words.page}</span> <code>{page}</code>
            </span>
          </li>
        )}
        {browser && (
          <li>
            <PanelIcon size={16} />
            <span>
              <span class="quiet">{words.browser}</span> {browser}
            </span>
          </li>
        )}
      </ul>
    </section>
  )
}

/** Who had somebody on the phone has read nothing before. */
function Opened({ by }: { by: string }) {
  return (
    <section>
      <h3 class="contact-part">{words.opened}</h3>
      <p class="quiet">{words.openedBy(by)}</p>
    </section>
  )
}

function OtherTickets({ thread }: { thread: Thread }) {
  const others = earlierOf(thread)
  return (
    <section>
      <div class="contact-others">
        <h3 class="contact-part">{words.earlier}</h3>
        <Button size="s" icon={<EditIcon size={16} />} onClick={() => beginTicket(thread.contact)}>
          {strings.newTicket}
        </Button>
      </div>
      {others.length === 0 && <p class="quiet">{words.earlierEmpty}</p>}
      <TicketLines tickets={others} />
    </section>
  )
}

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}

/** `nowFor`: up to this age it is “just now”. */
function When({ at, time, nowFor = 0 }: { at: string; time: number; nowFor?: number }) {
  return (
    <time dateTime={at} title={fullTime(at)}>
      {time - Date.parse(at) < nowFor ? words.justNow : relativeTime(at, time)}
    </time>
  )
}

/** The help center knows its articles by their names alone, whatever folder they are in. */
export function articleAddress({ slug, section }: { slug: string; section?: string | undefined }): string {
  return `/help/${encodeURIComponent(slug)}${section ? `#${encodeURIComponent(section)}` : ''}`
}

/** "year_of_study" and "yearOfStudy" are names for programs. */
function plainName(name: string): string {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

let languages: Intl.DisplayNames | undefined
function languageName(locale: string): string {
  try {
    // To make one takes milliseconds.
    languages ??= new Intl.DisplayNames(undefined, { type: 'language' })
    return languages.of(locale) ?? locale
  } catch {
    return locale
  }
}
