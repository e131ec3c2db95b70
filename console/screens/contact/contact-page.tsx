// A contact's own page: who they are and who says so, every ticket, what they read and searched for. Partners: who.tsx; contact-panel.tsx,
// which shows the same person beside one ticket; server/contacts/one-page.ts.

import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Erased, ContactPage as Page } from '../../../protocol/desk/contacts.ts'
import { Button } from '../../../ui/controls.tsx'
import { AlertIcon, ArticleIcon, DoneIcon, EditIcon, SearchIcon } from '../../../ui/icons.tsx'
import { fullTime, relativeTime } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { articleAddress } from '../../help-center.ts'
import { call } from '../../line/http.ts'
import pageLook from '../../look/contact-page.css'
import { go } from '../../route.ts'
import { keepTickets, me, tickets } from '../../state.ts'
import { contactPage as words } from '../../strings/contact-page.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { tell } from '../../toasts.ts'
import { beginTicket } from '../../verbs/opening.ts'
import { Breakable } from '../parts/address.tsx'
import { Removal } from '../parts/removal.tsx'
import { useTold } from '../settings/told.tsx'
import { opens, TicketLines } from './ticket-line.tsx'
import { Attributes, Who } from './who.tsx'

adopt(pageLook)

export function ContactPage({ id }: { id: string }) {
  const path = `/api/console/contacts/${encodeURIComponent(id)}`
  const { told, instead } = useTold<Page>(path, 8, words.notRead)
  useEffect(() => keepTickets(told?.tickets ?? []), [told])
  if (!told) return instead
  const { contact, addresses, reads, searches, isAll } = told
  const theirs = [...tickets.value.values()]
    .filter((ticket) => ticket.contact.id === id)
    .sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  const mayErase = me.value?.roles.includes('admin') ?? false
  return (
    <div class="person">
      <div class="person-who">
        <h2 class="hd-hidden">{words.who}</h2>
        <Who contact={contact} />
        <section>
          <h3 class="contact-part">{words.addresses}</h3>
          {addresses.length === 0 && <p class="quiet">{words.noAddress}</p>}
          <ul class="person-addresses">
            {addresses.map(({ email, proof, at }) => (
              <li key={email}>
                {proof === 'none' ? <AlertIcon size={16} /> : <DoneIcon size={16} />}
                <span>
                  <Breakable text={email} />
                  <span class="quiet" title={at ? fullTime(at) : undefined}>
                    {words.proofs[proof]}
                    {at && ` · ${relativeTime(at, now.value)}`}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </section>
        <Attributes contact={contact} />
      </div>
      <div class="person-did">
        <Part
          title={words.tickets(theirs.length, isAll)}
          action={
            <Button size="s" icon={<EditIcon size={16} />} onClick={() => beginTicket(contact)}>
              {strings.newTicket}
            </Button>
          }
        >
          {theirs.length === 0 && <p class="quiet">{words.noTickets}</p>}
          <TicketLines tickets={theirs} />
          {!isAll && <p class="quiet">{words.older}</p>}
        </Part>
        <Part title={words.reads}>
          {reads.length === 0 && <p class="quiet">{words.noReads}</p>}
          <ul class="tried">
            {reads.map((read) => (
              <li key={read.slug}>
                <ArticleIcon size={16} />
                <span>
                  <a href={articleAddress(read)} target="_blank" rel="noopener">
                    {read.title}
                  </a>{' '}
                  <span class="quiet">
                    {read.helped && `${strings.contact.helped[read.helped]} · `}
                    <Beside {...read} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </Part>
        <Part title={words.searches}>
          {searches.length === 0 && <p class="quiet">{words.noSearches}</p>}
          <ul class="tried">
            {searches.map((one) => (
              <li key={one.query}>
                <SearchIcon size={16} />
                <span>
                  “{one.query}”{' '}
                  <span class="quiet">
                    <Beside {...one} />
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </Part>
      </div>
      {mayErase && <Erase id={id} name={contact.name} count={theirs.length} path={path} />}
    </div>
  )
}

/** Before which ticket, and when. */
function Beside({ ticketId, at }: { ticketId: string; at: string }) {
  const ticket = tickets.value.get(ticketId)
  return (
    <>
      <time dateTime={at} title={fullTime(at)}>
        {relativeTime(at, now.value)}
      </time>
      {ticket && (
        <>
          {' · '}
          <a
            href={`/console/open/${encodeURIComponent(ticketId)}`}
            title={ticket.subject}
            onClick={opens(ticketId)}
          >
            {strings.number(ticket.number)}
          </a>
        </>
      )}
    </>
  )
}

function Part(props: { title: string; action?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="person-part">
      <header>
        <h2>{props.title}</h2>
        {props.action}
      </header>
      {props.children}
    </section>
  )
}

function Erase(props: { id: string; name: string; count: number; path: string }) {
  const [isAsking, setAsking] = useState(false)
  const { name, count } = props
  return (
    <section class="person-erase">
      <Button look="danger" size="s" onClick={() => setAsking(true)}>
        {words.erase}
      </Button>
      {isAsking && (
        <Removal
          title={words.eraseTitle(name)}
          label={words.eraseIt}
          failed={words.notErased}
          onClose={() => setAsking(false)}
          remove={async () => {
            const { tickets: went } = await call<Erased>('DELETE', props.path)
            tell(words.erased(went))
          }}
          onRemoved={() => go({ ticketId: null, pane: 'thread' })}
        >
          {count === 0 ? words.eraseNone : words.eraseText(count)}
        </Removal>
      )}
    </section>
  )
}
