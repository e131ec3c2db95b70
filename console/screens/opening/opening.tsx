// The dialog in which a ticket is opened for a contact: for whom, what about, its form, and how it begins. A bundle of its own.
// Partners: opening.ts; protocol/answers.ts and protocol/desk/openable.ts, the judgements that the server makes.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { faultsIn, filled } from '../../../protocol/answers.ts'
import { whyNotFor } from '../../../protocol/desk/openable.ts'
import type { Answers, ChosenObject } from '../../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS, SUBJECT_MAX_CHARS } from '../../../protocol/limits.ts'
import type { DeskTicketForm } from '../../../protocol/ticket-types.ts'
import { MERGE_TYPE } from '../../../protocol/type-names.ts'
import { written } from '../../../protocol/written.ts'
import { Button, Notice, TextField } from '../../../ui/controls.tsx'
import { AlertIcon, AttachIcon, ChatIcon, InfoIcon, LockIcon } from '../../../ui/icons.tsx'
import { ObjectField } from '../../../ui/object-field.tsx'
import { firstName } from '../../facts/first-name.ts'
import { closeDialog } from '../../keyboard/dialogs.ts'
import { ask } from '../../line/line.ts'
import { openTicket } from '../../list/cursor.ts'
import look from '../../look/opening.css'
import { isMailed, types } from '../../state.ts'
import { opening as words } from '../../strings/opening.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { openFor } from '../../verbs/open-for.ts'
import { change, type Opening, opening, type Who } from '../../verbs/opening.ts'
import { chooseFiles } from '../../writing/choose-files.ts'
import { choose, chosenFor, letGo, wholeFor } from '../../writing/uploads.ts'
import { Trouble, useConfirm } from '../parts/confirm.tsx'
import { FormFieldView } from '../parts/form-field.tsx'
import { sentBy } from '../parts/sent-by.ts'
import { Chosen } from '../thread/chosen.tsx'
import { ContactField } from './contact-field.tsx'

adopt(look)

export function OpeningForm() {
  const begun = opening.value
  // It was opened by a press before this dialog was closed and opened once more.
  useEffect(() => {
    if (!begun) closeDialog()
  }, [begun])
  return begun && <Filling {...begun} />
}

function Filling(begun: Opening) {
  const { contact, type, subject, mode } = begun
  const text = begun.texts[mode]
  const [asked, say] = useState(false)
  const { busy, trouble, run } = useConfirm(words.notOpened)
  const root = useRef<HTMLFormElement>(null)
  // It comes after the dialog has looked for what takes the focus. For whom is asked first, and then what about.
  useLayoutEffect(() => root.current?.querySelector<HTMLElement>('input, select')?.focus(), [contact?.id])
  const form = types.value.find(({ name }) => name === type)
  const objects = useObjects(contact, form)
  const whyNot = contact && form && whyNotFor(form, contact)
  const fields = (form?.fields ?? []).filter(({ kind }) => mode === 'reply' || kind !== 'file')
  const answers = { ...begun.answers, ...filesIn(begun, form) }
  const given = only(
    answers,
    fields.map(({ name }) => name),
  )
  const faults = faultsIn(form?.fields ?? [], given)
  const wrongOf = (name: string) => {
    const fault = asked && faults.find(({ field }) => field === name)
    return fault && strings.form.faults[fault.why]
  }
  const noText = asked && !written(text) && words.textMissing
  const name = contact ? firstName(contact.name) : words.theContact

  const submit = () => {
    say(true)
    const places = fields.filter(({ kind }) => kind === 'file').map(({ name }) => placeOf(begun, name))
    const attachments = places.flatMap((place) => wholeFor(place, 'reply')?.map(({ id }) => id) ?? [])
    const areWhole = places.every((place) => wholeFor(place, 'reply'))
    if (!contact || !form || whyNot || faults.length || !written(text) || !areWhole) {
      // Once the fields say what is wrong.
      requestAnimationFrame(() =>
        root.current?.querySelector<HTMLElement>('[aria-invalid=true], .hd-field-error')?.focus(),
      )
      return
    }
    const work = async () => {
      const ticket = await openFor({
        ...{ clientId: begun.clientId, contactId: contact.id, type, text: written(text) },
        begin: mode === 'reply' ? 'message' : 'note',
        answers: filled(given),
        ...(subject.trim() && { subject: subject.trim() }),
        ...(attachments.length > 0 && { attachments }),
      })
      for (const place of places) letGo(place, 'reply')
      return ticket
    }
    void run(work, ({ id }) => openTicket(id))
  }

  return (
    <form ref={root} class="opening" {...sentBy(submit)}>
      <ContactField
        contact={contact}
        error={asked && !contact && words.contactMissing}
        onChoose={(who) => change({ contact: who })}
      />
      <TypeSelect
        contact={contact}
        type={type}
        onChoose={(name) => {
          say(false)
          change({ type: name })
        }}
      />
      {contact && form && whyNot && (
        <Notice tone="warning" icon={<AlertIcon size={16} />} urgent>
          {words.notFor(form.label, contact.name, words.whyNot[whyNot])}
        </Notice>
      )}
      {contact && type === MERGE_TYPE && !whyNot && (
        <Notice icon={<InfoIcon size={16} />}>{words.invitation(contact.name)}</Notice>
      )}
      {fields.map((field) => {
        const props = {
          field,
          answer: answers[field.name],
          hint: field.hint ?? (!field.required && words.optional),
          error: wrongOf(field.name),
          files: <Files place={placeOf(begun, field.name)} />,
          onAnswer: (answer: Answers[string]) =>
            change({ answers: { ...opening.peek()?.answers, [field.name]: answer } }),
        }
        return field.kind === 'object' ? (
          <ObjectField
            key={`${type} ${field.name}`}
            {...props}
            words={words}
            objects={objects[field.object ?? ''] ?? []}
          />
        ) : (
          <FormFieldView key={`${type} ${field.name}`} {...props} />
        )
      })}
      {fields.length < (form?.fields.length ?? 0) && <p class="quiet">{words.noFiles}</p>}
      <TextField
        label={words.subject}
        hint={words.subjectHint(name, mode === 'note')}
        maxLength={SUBJECT_MAX_CHARS}
        value={subject}
        onInput={(event) => change({ subject: event.currentTarget.value })}
      />
      <Beginning mode={mode} texts={begun.texts} isFor={contact !== null} name={name} error={noText} />
      <Trouble text={trouble} />
      <footer>
        <Button onClick={closeDialog}>{strings.cancel}</Button>
        <Button look="primary" busy={busy} onClick={submit}>
          {words.open}
        </Button>
      </footer>
    </form>
  )
}

function TypeSelect(props: { contact: Who | null; type: string; onChoose: (name: string) => void }) {
  return (
    <div class="hd-field">
      <label for="opening-type">{words.type}</label>
      <select
        id="opening-type"
        class="hd-input"
        value={props.type}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {types.value.map((form) => {
          if (form.archived) return null
          const why = props.contact && whyNotFor(form, props.contact)
          return (
            <option key={form.name} value={form.name} disabled={!!why && form.name !== props.type}>
              {why ? `${form.label} (${words.whyNot[why]})` : form.label}
            </option>
          )
        })}
      </select>
    </div>
  )
}

/** A message or a note: the colour is its reader, as in the composer. */
function Beginning(
  props: Pick<Opening, 'mode' | 'texts'> & { isFor: boolean; name: string; error: string | false },
) {
  const { mode, name } = props
  const isNote = mode === 'note'
  const turn = (to: Opening['mode'], label: string, icon: preact.ComponentChildren) => (
    <button type="button" class="mode" aria-pressed={mode === to} onClick={() => change({ mode: to })}>
      {icon}
      {label}
    </button>
  )
  return (
    <div class="hd-field">
      <div class={`composer composer-${mode}`}>
        <div class="composer-head">
          <fieldset class="modes">
            <legend class="hd-hidden">{words.begins}</legend>
            {turn('reply', words.message, <ChatIcon size={16} />)}
            {turn('note', words.note, <LockIcon size={16} />)}
          </fieldset>
          <span class="composer-reader">
            {isNote && <LockIcon size={16} />}
            {isNote ? words.readByAgents : words.readBy(name)}
          </span>
        </div>
        <textarea
          rows={4}
          dir="auto"
          maxLength={MESSAGE_MAX_CHARS}
          aria-label={isNote ? words.noteLabel : props.isFor ? words.messageLabel(name) : words.message}
          aria-invalid={!!props.error}
          aria-describedby="opening-text-words"
          value={props.texts[mode]}
          onInput={(event) => change({ texts: { ...props.texts, [mode]: event.currentTarget.value } })}
        />
      </div>
      <div
        id="opening-text-words"
        class={props.error ? 'hd-field-error' : 'hd-field-hint'}
        aria-live="polite"
      >
        {props.error || (isNote ? words.noteHint(name) : words.messageHint(isMailed()))}
      </div>
    </div>
  )
}

function Files({ place }: { place: string }) {
  const pick = () => chooseFiles((files) => choose(place, 'reply', files), '', true)
  return (
    <>
      {chosenFor(place, 'reply').length > 0 && <Chosen ticketId={place} mode="reply" />}
      <div>
        <Button size="s" icon={<AttachIcon size={16} />} onClick={pick}>
          {words.attach}
        </Button>
      </div>
    </>
  )
}

/** What the host names for the fields of this form; typed where it names nothing. */
function useObjects(contact: Who | null, form: DeskTicketForm | undefined): Record<string, ChosenObject[]> {
  const [named, name] = useState<Record<string, ChosenObject[]>>({})
  const wanted = (form?.fields ?? []).flatMap(({ object }) => object ?? [])
  useEffect(() => {
    name({})
    if (!contact) return
    for (const object of new Set(wanted))
      ask('objects.look_up', { contactId: contact.id, object }).then(
        ({ objects }) => name((others) => ({ ...others, [object]: objects })),
        () => {},
      )
  }, [contact?.id, wanted.join(' ')])
  return named
}

const placeOf = ({ clientId }: Opening, field: string) => `opening ${clientId} ${field}`

/** What was chosen, by the name that the server gave it, or by ours until it has. */
function filesIn(begun: Opening, form: DeskTicketForm | undefined): Answers {
  const fields = (form?.fields ?? []).filter(({ kind }) => kind === 'file')
  return Object.fromEntries(
    fields.map(({ name }) => [
      name,
      chosenFor(placeOf(begun, name), 'reply').map(({ key, attachment }) => attachment?.id ?? key),
    ]),
  )
}

const only = (answers: Answers, names: string[]): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([name]) => names.includes(name)))
