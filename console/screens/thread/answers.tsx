// What the contact answered in the form of their ticket, above the conversation; an agent can put it right, and both sides read
// that. Partners: protocol/answers.ts, the same judgement as on the server; ui/form-field.tsx.

import { useState } from 'preact/hooks'
import { faultsIn } from '../../../protocol/answers.ts'
import type { Answered, Answers, DeskTicket } from '../../../protocol/entities.ts'
import type { FormField } from '../../../protocol/ticket-types.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { FormFieldView } from '../../../ui/form-field.tsx'
import { DownIcon, EditIcon } from '../../../ui/icons.tsx'
import { TypeIconView } from '../../../ui/type-icons.tsx'
import { correct } from '../../actions.ts'
import { dialog } from '../../dialogs.ts'
import { prefer, preferences } from '../../preferences.ts'
import { route } from '../../route.ts'
import { tickets, typeName, types } from '../../state.ts'
import { strings } from '../../strings.ts'
import { closeDialog, Trouble, useConfirm } from '../merge/dialogs.tsx'
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
  return <Correction ticket={ticket} fields={form.fields} answers={ticket.answers} />
}

function Correction({
  ticket,
  fields,
  answers,
}: {
  ticket: DeskTicket
  fields: FormField[]
  answers: Answered[]
}) {
  const [changed, change] = useState<Answers>({})
  const [asked, ask] = useState(false)
  const { busy, trouble, run } = useConfirm(words.notSaved)
  const faults = faultsIn(
    fields.filter(({ name }) => Object.hasOwn(changed, name)),
    changed,
    { isWhole: false },
  )
  const shownIn = ({ name, kind }: FormField) => {
    const known = answers.find(({ field }) => field === name)
    // Of something of the host’s its words: typed anew it is a text.
    return changed[name] ?? (kind === 'object' ? known?.text : known?.value)
  }
  const save = () => {
    ask(true)
    if (faults.length === 0) run(() => correct(ticket.id, changed))
  }
  return (
    <Dialog
      title={words.title}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={closeDialog}>{strings.cancel}</Button>
          <Button look="primary" busy={busy} onClick={save}>
            {words.save}
          </Button>
        </>
      }
    >
      <p class="quiet">{words.hint(ticket.contact.name)}</p>
      <form
        class="answers-form"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        {fields
          .filter(({ kind }) => kind !== 'file')
          .map((field) => (
            <FormFieldView
              key={field.name}
              field={field}
              answer={shownIn(field)}
              error={asked && sentence(faults.find((fault) => fault.field === field.name)?.why)}
              onAnswer={(answer) => change({ ...changed, [field.name]: answer })}
            />
          ))}
        {fields.some(({ kind }) => kind === 'file') && <p class="quiet">{words.noFiles}</p>}
        {/* Enter saves, from any field. */}
        <button type="submit" hidden />
      </form>
      <Trouble text={trouble} />
    </Dialog>
  )
}

const sentence = (why: keyof typeof words.faults | undefined) => why && words.faults[why]
