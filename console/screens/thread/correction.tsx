// The dialog in which an agent puts answers right. Partners: answers.tsx; protocol/answers.ts, the same judgement as on the server.

import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { faultsIn } from '../../../protocol/answers.ts'
import type { Answered, Answers, DeskTicket } from '../../../protocol/entities.ts'
import type { FormField } from '../../../protocol/ticket-types.ts'
import { Button } from '../../../ui/controls.tsx'
import { closeDialog } from '../../keyboard/dialogs.ts'
import { forgetWithAgent } from '../../state.ts'
import '../../strings/correction-reasons.ts'
import { strings } from '../../strings.ts'
import { correct } from '../../verbs/actions.ts'
import { Trouble, useConfirm } from '../parts/confirm.tsx'
import { FormFieldView } from '../parts/form-field.tsx'
import { onSubmit } from '../parts/sent-by.ts'

const words = strings.form

/** Ticket → answers that were put away half corrected by Escape, and not given up by Cancel. */
const begun = new Map<string, Answers>()
forgetWithAgent(() => begun.clear())

export function Correction({
  ticket,
  fields,
  answers,
}: {
  ticket: DeskTicket
  fields: FormField[]
  answers: Answered[]
}) {
  const [changed, change] = useState<Answers>(begun.get(ticket.id) ?? {})
  const [asked, ask] = useState(false)
  const { busy, trouble, run } = useConfirm(words.notSaved)
  const form = useRef<HTMLFormElement>(null)
  // It comes after the dialog has looked for what takes the focus.
  useLayoutEffect(() => form.current?.querySelector<HTMLElement>('input, select, textarea')?.focus(), [])
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
  const put = (next: Answers) => {
    change(next)
    begun.set(ticket.id, next)
  }
  const giveUp = () => {
    begun.delete(ticket.id)
    closeDialog()
  }
  const save = () => {
    ask(true)
    if (faults.length === 0)
      void run(async () => {
        await correct(ticket.id, changed)
        begun.delete(ticket.id)
      })
  }
  return (
    <>
      <p class="quiet">{words.hint(ticket.contact.name)}</p>
      <form ref={form} class="answers-form" onSubmit={onSubmit(save)}>
        {fields
          .filter(({ kind }) => kind !== 'file')
          .map((field) => (
            <FormFieldView
              key={field.name}
              field={field}
              answer={shownIn(field)}
              error={asked && sentence(faults.find((fault) => fault.field === field.name)?.why)}
              onAnswer={(answer) => put({ ...changed, [field.name]: answer })}
            />
          ))}
        {fields.some(({ kind }) => kind === 'file') && <p class="quiet">{words.noFiles}</p>}
        {/* Enter saves, from any field. */}
        <button type="submit" hidden />
      </form>
      <Trouble text={trouble} />
      <footer>
        <Button onClick={giveUp}>{strings.cancel}</Button>
        <Button look="primary" busy={busy} onClick={save}>
          {words.save}
        </Button>
      </footer>
    </>
  )
}

const sentence = (why: keyof typeof words.faults | undefined) => why && words.faults[why]
