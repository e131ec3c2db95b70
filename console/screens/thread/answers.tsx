// What the contact answered in the form of their ticket, above the conversation; an agent can put it right, and both sides read
// that. Partner: answers-dialog.tsx.

import type { Answered, DeskTicket } from '../../../protocol/entities.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { DownIcon, EditIcon } from '../../../ui/icons.tsx'
import { TypeIconView } from '../../../ui/type-icons.tsx'
import { dialog } from '../../keyboard/dialogs.ts'
import { prefer, preferences } from '../../preferences.ts'
import { typeName, types } from '../../state.ts'
import { strings } from '../../strings.ts'

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
