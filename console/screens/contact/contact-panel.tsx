// Beside one ticket: who asks, what they tried before writing, and their other tickets. Partners: who.tsx; contact-page.tsx, their own page.

import type { DeskTicket } from '../../../protocol/entities.ts'
import { Button, IconButton, Skeleton } from '../../../ui/controls.tsx'
import {
  ArticleIcon,
  BackIcon,
  EditIcon,
  HistoryIcon,
  PageIcon,
  PanelIcon,
  SearchIcon,
} from '../../../ui/icons.tsx'
import { articleAddress } from '../../help-center.ts'
import { Related } from '../../on-demand.tsx'
import { addressOf, go, route } from '../../route.ts'
import { earlierOf, type Thread, threads, tickets } from '../../state.ts'
import { strings } from '../../strings.ts'
import { beginTicket } from '../../verbs/opening.ts'
import { TicketFacts } from './ticket-facts.tsx'
import { opens, TicketLines } from './ticket-line.tsx'
import { Attributes, Who } from './who.tsx'

const words = strings.contact

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
