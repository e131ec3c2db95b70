// Two tickets of one contact become one. It cannot be undone, so what will happen is said before, and which of the two goes on can be
// turned round.

import { useState } from 'preact/hooks'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { Button } from '../../../ui/controls.tsx'
import { ArrowDownIcon, SortIcon } from '../../../ui/icons.tsx'
import { firstName } from '../../facts/first-name.ts'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { openTicket } from '../../list/cursor.ts'
import { earlierOf, threads, tickets } from '../../state.ts'
import { relating as words } from '../../strings/relating.ts'
import { strings } from '../../strings.ts'
import { arranging } from '../../verbs/arranging.ts'
import { merge } from '../../verbs/relations.ts'
import { Trouble, useConfirm } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { StateMark } from '../parts/marks.tsx'
import { TicketFinder } from './ticket-finder.tsx'

export function MergeDialog() {
  const [ticketId = ''] = arranging.value
  const ticket = dialog.value === 'merge' ? tickets.value.get(ticketId) : undefined
  return ticket ? <Merging ticket={ticket} /> : null
}

function Merging({ ticket }: { ticket: DeskTicket }) {
  const [ids, choose] = useState<[from: string, into: string] | null>(null)
  const [from, into] = (ids ?? []).map((id) => tickets.value.get(id))
  if (from && into)
    return (
      <Sure
        from={from}
        into={into}
        onBack={() => choose(null)}
        {...(mayGoOn(from) && { onTurn: () => choose([into.id, from.id]) })}
      />
    )
  const { name } = ticket.contact
  const thread = threads.value.get(ticket.id)
  const known = thread
    ? earlierOf(thread)
    : [...tickets.value.values()].filter(({ contact }) => contact.id === ticket.contact.id)
  return (
    <Dialog title={words.mergeTitle(ticket.number)} onClose={closeDialog}>
      <TicketFinder
        label={words.mergeTitle(ticket.number)}
        near={{ title: words.ofContact(name), tickets: known, none: words.noOthers(name) }}
        mayPick={(other) =>
          other.contact.id === ticket.contact.id && other.id !== ticket.id && mayGoOn(other)
        }
        onPick={({ id }) => choose([ticket.id, id])}
      />
      <p class="quiet">{words.mergeHint(name)}</p>
    </Dialog>
  )
}

const mayGoOn = ({ state, mergedInto }: DeskTicket) => state !== 'solved' && !mergedInto

function Sure(props: { from: DeskTicket; into: DeskTicket; onBack: () => void; onTurn?: () => void }) {
  const { from, into } = props
  const { busy, trouble, run } = useConfirm(words.notMerged)
  const name = firstName(from.contact.name)
  return (
    <Dialog
      title={words.sureTitle(from.number, into.number)}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={props.onBack}>{words.chooseAnother}</Button>
          {/* Who came here by Enter has said which two, and reads what will happen: a key that is held down is no second yes. */}
          <Button
            look="primary"
            autofocus
            busy={busy}
            onKeyDown={(event) => event.repeat && event.preventDefault()}
            onClick={() =>
              void run(
                () => merge(from.id, into.id),
                () => openTicket(into.id),
              )
            }
          >
            {words.merge(into.number)}
          </Button>
        </>
      }
    >
      <div class="merging">
        <Side what={words.closes} ticket={from} />
        <span class="merging-way">
          <ArrowDownIcon size={16} />
          {props.onTurn && (
            <Button size="s" look="quiet" icon={<SortIcon size={16} />} onClick={props.onTurn}>
              {words.turnRound}
            </Button>
          )}
        </span>
        <Side what={words.goesOn} ticket={into} />
      </div>
      <ul class="merging-what">
        {words.sure(name, from.number, into.number).map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <Trouble text={trouble} />
    </Dialog>
  )
}

function Side({ what, ticket }: { what: string; ticket: DeskTicket }) {
  return (
    <div class="merging-side">
      <small class="merging-does">{what}</small>
      <p>
        <StateMark ticket={ticket} />
        <span class="quiet">{strings.number(ticket.number)}</span>
        <span class="finder-subject">{ticket.subject}</span>
      </p>
    </div>
  )
}
