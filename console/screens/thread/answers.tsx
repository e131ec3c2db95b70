// What the contact answered in the form of their ticket, above the conversation; an agent can put it right, and both sides read
// that. Partner: correction.tsx, the form of the dialog, which is fetched when it is opened.

import type { Answered, DeskTicket } from '../../../protocol/entities.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { DownIcon, EditIcon } from '../../../ui/icons.tsx'
import { TypeIconView } from '../../../ui/type-icons.tsx'
import { dialog } from '../../dialogs.ts'
import { Correction } from '../../on-demand.tsx'
import { prefer, preferences } from '../../preferences.ts'
import { route } from '../../route.ts'
import { tickets, typeName, types } from '../../state.ts'
import { strings } from '../../strings.ts'
import { closeDialog } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'

const words = strings.form

export function AnswersStrip({ ticket, answers }: { ticket: DeskTicket; answers: Answered[] }) {
  const { answersFolded } = preferences.value
  const name = ticket.form ?? ticket.type
  const form = types.value.find((one) => one.name === name)
  return (
    <section class="answers" aria-label={words.label(typeName(name))}>
      <header>
        <IconButton
          label={answersFolded ? words.unfold : words.fold}
          aria-expanded={!answersFolded}
          onClick={() => prefer({ answersFolded: !answersFolded })}
        >
          <DownIcon size={16} />
        </IconButton>
        {form && <TypeIconView name={form.icon} size={16} />}
        <h3>{words.short}</h3>
        {form && (
          <Button
            size="s"
            look="quiet"
            icon={<EditIcon size={16} />}
            onClick={() => {
              dialog.value = 'answers'
            }}
          >
            {words.edit}
          </Button>
        )}
      </header>
      {!answersFolded && (
        <dl class="facts">
          {answers.map(({ field, label, text }) => (
            <div key={field}>
              <dt>{label}</dt>
              <dd dir="auto">{text}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

/** Beside the panes, where all dialogs are. */
export function AnswersDialog() {
  const ticket = tickets.value.get(route.value.ticketId ?? '')
  const form = types.value.find(({ name }) => name === (ticket?.form ?? ticket?.type))
  if (dialog.value !== 'answers' || !ticket?.answers || !form) return null
  return (
    <Dialog title={words.title} onClose={closeDialog}>
      <Correction ticket={ticket} fields={form.fields} answers={ticket.answers} />
    </Dialog>
  )
}
