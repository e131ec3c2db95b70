// What the ticket is about, its state, who has it, and what can be done with it as a whole.

import type { DeskTicket } from '../../../protocol/entities.ts'
import { Avatar, Button, IconButton } from '../../../ui/controls.tsx'
import { BackIcon, DoneIcon, PanelIcon, PersonIcon, RetryIcon, SnoozeIcon } from '../../../ui/icons.tsx'
import { firstName } from '../../facts/first-name.ts'
import { prefer, preferences } from '../../preferences.ts'
import { addressOf, go, goOnClick, type Pane, route } from '../../route.ts'
import { type Thread, typeName } from '../../state.ts'
import { strings } from '../../strings.ts'
import { reopen, solve } from '../../verbs/actions.ts'
import { arrangeIn } from '../../verbs/arranging.ts'
import { TagsButton } from '../contact/ticket-facts.tsx'
import { LineState } from '../list/line-state.tsx'
import { BesideMarks } from '../parts/beside.tsx'
import { IdentityMark, PriorityMark, StatePill } from '../parts/marks.tsx'
import { PaletteButton } from '../parts/palette-button.tsx'
import { SlaPill } from '../parts/sla-mark.tsx'

const words = strings.thread

export function ThreadHead({ ticket, thread }: { ticket: DeskTicket; thread?: Thread | undefined }) {
  return (
    <header class="thread-head">
      <span class="thread-back">
        <IconButton label={words.back} onClick={() => go({ ticketId: null, pane: 'thread' })}>
          <BackIcon />
        </IconButton>
      </span>
      <h2 id="thread-title" tabIndex={-1} title={ticket.subject}>
        {ticket.subject}
      </h2>
      <div class="thread-what">
        <p>
          <span class="thread-number">{strings.number(ticket.number)}</span>
          <PriorityMark priority={ticket.priority} />
          <span class="thread-type">{typeName(ticket.type)}</span>
          <span class="thread-contact">
            {ticket.contact.name} <IdentityMark identity={ticket.contact.identity} />
          </span>
          {ticket.team && <span class="thread-team">{words.team(ticket.team)}</span>}
        </p>
        <TagsButton ticket={ticket} />
      </div>
      <BesideMarks ticketId={ticket.id} wordy />
      <ContactToggle />
      <div class="thread-tools">
        <StatePill ticket={ticket} />
        <SlaPill ticket={ticket} />
        {thread?.merge && <ReviewTabs />}
        <div class="thread-actions">
          {ticket.state !== 'solved' && (
            <IconButton
              label={strings.snooze.label}
              look="secondary"
              aria-haspopup="dialog"
              onClick={() => arrangeIn('snooze', [ticket.id])}
            >
              <SnoozeIcon />
            </IconButton>
          )}
          <AssignButton ticket={ticket} />
          {ticket.mergedInto ? null : ticket.state === 'solved' ? (
            <Button size="s" icon={<RetryIcon size={16} />} onClick={() => reopen(ticket.id)}>
              {words.reopen}
            </Button>
          ) : (
            <Button size="s" icon={<DoneIcon size={16} />} onClick={() => solve(ticket.id)}>
              {words.solve}
            </Button>
          )}
        </div>
      </div>
    </header>
  )
}

/** Beside the thread on wide screens, a pane of its own on narrow ones. */
function ContactToggle() {
  const { contactFolded } = preferences.value
  return (
    <>
      <span class="contact-toggle-wide">
        <IconButton
          label={contactFolded ? words.showContact : words.hideContact}
          aria-expanded={!contactFolded}
          onClick={() => prefer({ contactFolded: !contactFolded })}
        >
          <PanelIcon />
        </IconButton>
      </span>
      <span class="contact-toggle-narrow">
        <LineState brief />
        <PaletteButton />
        <IconButton label={words.showContact} onClick={() => go({ pane: 'contact' })}>
          <PersonIcon />
        </IconButton>
      </span>
    </>
  )
}

function ReviewTabs() {
  const { pane, ...where } = route.value
  const tab = (to: Pane, label: string) => (
    <a
      href={addressOf({ ...where, pane: to })}
      aria-current={(pane === 'merge') === (to === 'merge') ? 'page' : undefined}
      onClick={goOnClick({ pane: to })}
    >
      {label}
    </a>
  )
  return (
    <nav class="tabs" aria-label={strings.merge.label}>
      {tab('thread', words.conversation)}
      {tab('merge', strings.merge.review)}
    </nav>
  )
}

function AssignButton({ ticket: { id, assignee } }: { ticket: DeskTicket }) {
  const label = strings.assignee.label(assignee?.name ?? null)
  return (
    <Button
      size="s"
      icon={
        assignee ? (
          <Avatar name={assignee.name} picture={assignee.picture} size={20} />
        ) : (
          <PersonIcon size={16} />
        )
      }
      aria-haspopup="dialog"
      aria-label={label}
      title={label}
      onClick={() => arrangeIn('assign', [id])}
    >
      {assignee ? firstName(assignee.name) : strings.assignee.none}
    </Button>
  )
}
