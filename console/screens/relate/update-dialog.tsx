// What all contacts of a cause are to read. Who else gets it, nobody of them sees.

import { useRef, useState } from 'preact/hooks'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS } from '../../../protocol/limits.ts'
import { written } from '../../../protocol/written.ts'
import { Button, Switch, TextArea } from '../../../ui/controls.tsx'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { isMailed, tickets } from '../../state.ts'
import { relating as words } from '../../strings/relating.ts'
import { strings } from '../../strings.ts'
import { arranging } from '../../verbs/arranging.ts'
import { sendUpdate, type UpdateText, updateOf, write } from '../../verbs/tracker-updates.ts'
import { Trouble, useConfirm } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { sentBy } from '../parts/sent-by.ts'
import './look.ts'

export function UpdateDialog() {
  const [ticketId = ''] = arranging.value
  const ticket = dialog.value === 'update' ? tickets.value.get(ticketId) : undefined
  return ticket?.tracker ? <Update ticket={ticket} attached={ticket.tracker.attached} /> : null
}

function Update({ ticket, attached }: { ticket: DeskTicket; attached: number }) {
  const [begun] = useState(() => updateOf(ticket.id))
  const update = { ...begun, ...updateOf(ticket.id), clientId: begun.clientId }
  const [isAsked, say] = useState(false)
  const { busy, trouble, run } = useConfirm(words.notSent)
  const field = useRef<HTMLFormElement>(null)
  const count = attached + (update.own ? 1 : 0)
  const change = (changed: Partial<UpdateText>) => write(ticket.id, { ...update, ...changed })
  const submit = () => {
    say(true)
    if (!written(update.text)) return field.current?.querySelector('textarea')?.focus()
    void run(() => sendUpdate(ticket.id, update))
  }
  return (
    <Dialog
      title={words.updateTitle(count)}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>{strings.cancel}</Button>
          <Button look="primary" busy={busy} onClick={submit}>
            {words.send(count)}
          </Button>
        </>
      }
    >
      <form ref={field} class="update" {...sentBy(submit)}>
        <TextArea
          label={words.updateLabel}
          hint={words.updateHint(isMailed())}
          error={isAsked && !written(update.text) && words.textMissing}
          rows={6}
          dir="auto"
          autofocus
          maxLength={MESSAGE_MAX_CHARS}
          value={update.text}
          onInput={(event) => change({ text: event.currentTarget.value })}
        />
        <Switch on={update.own} onChange={(own) => change({ own })}>
          {words.toOwn(ticket.contact.name)}
        </Switch>
        <Switch on={update.solves} onChange={(solves) => change({ solves })}>
          {words.solves}
          <small class="update-aside quiet">{words.solvesHint}</small>
        </Switch>
        <Trouble text={trouble} />
      </form>
    </Dialog>
  )
}
