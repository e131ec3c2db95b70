// Who somebody is: verified or guest beyond doubt, and what the host signed about them. Partners: contact-panel.tsx and contact-page.tsx,
// which show the same person.

import type { ComponentChildren } from 'preact'
import type { Contact } from '../../../protocol/entities.ts'
import { Avatar } from '../../../ui/controls.tsx'
import { AlertIcon, DoneIcon, ForwardIcon, GuestIcon, MailIcon, VerifiedIcon } from '../../../ui/icons.tsx'
import { fullTime, relativeTime } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { theirTime } from '../../facts/their-time.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { isMailed } from '../../state.ts'
import { strings } from '../../strings.ts'
import { Breakable } from '../parts/address.tsx'

const words = strings.contact

/** The server notes once a minute who is here, and learns late of a line that broke. */
const HERE_MS = 2 * 60_000

export function Who({
  contact,
  zone,
  isLink = false,
}: {
  contact: Contact
  zone?: string
  isLink?: boolean
}) {
  const { identity } = contact
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
      <div class={`vouch vouch-${identity}`}>
        {identity === 'verified' ? <VerifiedIcon /> : <GuestIcon />}
        <div>
          <strong>{words[identity]}</strong>
          <p>{means(contact)}</p>
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
          <When at={contact.lastSeenAt} time={time} />
        </Fact>
      </dl>
    </section>
  )
}

const means = ({ identity, emailVerified }: Contact): string => {
  if (identity === 'guest' && !emailVerified) return words.byMailMeans
  return identity === 'guest' ? words.guestMeans : words.verifiedMeans
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

function Fact({ label, children }: { label: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd dir="auto">{children}</dd>
    </div>
  )
}

function When({ at, time }: { at: string; time: number }) {
  return (
    <time dateTime={at} title={fullTime(at)}>
      {time - Date.parse(at) < HERE_MS ? words.justNow : relativeTime(at, time)}
    </time>
  )
}

/** "year_of_study" and "yearOfStudy" are names for programs. */
function plainName(name: string): string {
  const plain = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
  return plain.charAt(0).toUpperCase() + plain.slice(1)
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
