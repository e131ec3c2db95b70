// A ticket by a form: what solves most cases first, then everything at once, for no answer here is costly. Somebody for whom no
// host vouches proves an address as with a plain message. Partners: forms.ts (what was typed), write.tsx (without a form);
// protocol/answers.ts, the same judgement that the server makes.

import { useEffect, useRef, useState } from 'preact/hooks'
import { faultsIn, filled } from '../../protocol/answers.ts'
import type { Answers, AnswerValue, Handover } from '../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS } from '../../protocol/limits.ts'
import type { FormField, TicketForm } from '../../protocol/ticket-types.ts'
import { written } from '../../protocol/written.ts'
import { Blank, Button, TextArea } from '../../ui/controls.tsx'
import fieldLook from '../../ui/form-field.css'
import { FormFieldView } from '../../ui/form-field.tsx'
import { ArticleIcon, SendIcon } from '../../ui/icons.tsx'
import { ObjectField } from '../../ui/object-field.tsx'
import { TypeIconView } from '../../ui/type-icons.tsx'
import { openTicket } from '../commands.ts'
import { chosenFor, onceWhole, setChosen, wholeFor } from '../files/chosen.ts'
import { filesOf, keepTyped, language, type ReadForm, readForm, type Typed, typedInto } from '../forms.ts'
import { proveAddress } from '../guests.ts'
import { page } from '../help.ts'
import css from '../look/form.css'
import { startMerge } from '../merge-start.ts'
import { back, go, person, replace } from '../navigation.ts'
import { Alongside, Attach, GuestCode } from '../on-demand.tsx'
import { adopt } from '../sheet.ts'
import { put, state } from '../state.ts'
import * as f from '../strings/en/form.ts'
import * as t from '../strings/en/panel.ts'
import { Failed, Frame, focusIn, useWork, Waiting } from './frame.tsx'
import { ADDRESS, GuestFields } from './guest-fields.tsx'
import { MayHold, MergeInstead } from './merge-instead.tsx'
import { Row } from './row.tsx'

export { Filled } from './filled.tsx'

adopt(fieldLook + css)

export function Form({ type }: { type: string }) {
  const [read, know] = useState<ReadForm | 'gone'>()
  const { error, run } = useWork()
  const load = () => run(async () => know((await readForm(type)) ?? 'gone'))
  const whose = state.signedIn.value
  useEffect(() => {
    // Its form is the merge itself, which shows a guest how to sign in.
    if (type === 'account_merge') replace({ name: 'merge' })
    else if (whose !== null) load()
  }, [type, whose])
  if (read === 'gone')
    return (
      <Frame title={t.writeToUs}>
        <Blank
          title={f.gone}
          action={<Button onClick={() => replace({ name: 'write' })}>{t.writeToUs}</Button>}
        >
          {f.goneHint}
        </Blank>
      </Frame>
    )
  if (read) return <Filling {...read} />
  return <Frame title={t.writeToUs}>{error ? <Failed what={f.theForm} onAgain={load} /> : <Waiting />}</Frame>
}

function Filling({ form, objects }: ReadForm) {
  const { fields, message, mergeFrom } = form
  const typed = typedInto(form.name)
  const hasFirst = fields.some(({ first }) => first)
  /** What solves most cases; the merge that it calls for; all the rest. */
  const [step, stepTo] = useState<'first' | 'merge' | 'rest'>(hasFirst ? 'first' : 'rest')
  const [asked, ask] = useState(false)
  const { busy, error, run } = useWork()
  const root = useRef<HTMLFormElement>(null)
  const handover = useRef<Handover>({ reads: [], searches: [] })
  const isSent = useRef(false)
  const { name = '', email = '', proof } = state.guest.value ?? {}
  const isKnown = state.signedIn.value
  const isFirst = step === 'first'

  const files = fields.filter(({ kind }) => kind === 'file').map((field) => filesOf(form.name, field.name))
  const answers = { ...typed.answers, ...filesIn(form) }
  const shown = fields.filter(({ first }) => !hasFirst || isFirst === !!first)
  const faults = faultsIn(shown, only(answers, shown))
  const over = typed.text.trim().length - MESSAGE_MAX_CHARS
  const noMessage = !isFirst && message.required && !written(typed.text)
  const other = mergeable(answers[mergeFrom ?? ''])
  const turn = (to: typeof step) => {
    stepTo(to)
    ask(false)
  }
  const change = (changed: Partial<Typed>) => keepTyped(form.name, { ...typed, ...changed })
  useEffect(() => {
    // Where the step changes under the person, the focus goes with it.
    if (person.acted && root.current) focusIn(root.current)
  }, [step])

  const send = () => {
    if (isSent.current) return
    isSent.current = true
    openFilled(form, files, handover.current)
  }
  const goes = () => onceWhole(files, () => JSON.stringify(typedInto(form.name)), send)
  const submit = () => {
    ask(true)
    const isWrong = faults.length || noMessage || over > 0
    if (isWrong || (!isFirst && !isKnown && !(name.trim() && ADDRESS.test(email))))
      // Once the fields say what is wrong.
      requestAnimationFrame(() => root.current && focusIn(root.current))
    else if (isFirst) turn(other ? 'merge' : 'rest')
    else if (!isKnown) run(() => proveAddress(name.trim(), email.trim()))
    else goes()
  }

  if (proof && !isKnown) return <GuestCode title={form.label} onProved={goes} />
  if (step === 'merge' && other)
    return (
      <MergeInstead
        form={form}
        from={other}
        onOther={() => turn('rest')}
        onMerge={async (clientId) => {
          const merge = await askToMerge(form, typed, { clientId, fromEmail: other })
          change({ mergeId: merge.id })
          go({ name: 'merge' })
        }}
      />
    )

  const wrong = (name: string) => {
    const fault = asked && faults.find(({ field }) => field === name)
    return fault && f.faults[fault.why]
  }
  const focus = asked && faults.length ? faults[0]?.field : shown[0]?.name
  const before = hasFirst ? fields.filter(({ first }) => first) : []
  return (
    <Frame
      title={form.label}
      lead={
        <span class="kind">
          <TypeIconView name={form.icon} />
        </span>
      }
      sub={isFirst || !hasFirst ? form.about : undefined}
      foot={
        <Button
          look="primary"
          size="l"
          wide
          icon={!isFirst && isKnown && <SendIcon />}
          busy={busy}
          onClick={submit}
        >
          {!isFirst && isKnown ? t.send : t.goOn}
        </Button>
      }
    >
      <form
        ref={root}
        class="form"
        key={step}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {(isFirst || !hasFirst) && form.articles.length > 0 && (
          <section class="before">
            <p class="quiet">{f.before}</p>
            {form.articles.map(({ slug, title }) => (
              <Row
                key={slug}
                icon={<ArticleIcon />}
                title={title}
                onClick={() => go({ name: 'article', slug })}
              />
            ))}
          </section>
        )}
        {!isFirst && hasFirst && (
          <div class="line told">
            <p class="quiet clip grow">{inShort(before, answers)}</p>
            <Button look="quiet" size="s" onClick={() => turn('first')}>
              {f.change}
            </Button>
          </div>
        )}
        {!isFirst && !isKnown && <GuestFields asked={asked} error={error} />}
        {shown.map((field) => {
          const props = {
            field,
            answer: answers[field.name],
            hint: field.hint ?? (!field.required && f.optional),
            error: wrong(field.name),
            isFocus: focus === field.name,
            files: <Attach of={filesOf(form.name, field.name)} isForm />,
            onAnswer: (answer: AnswerValue) =>
              change({ answers: { ...typedInto(form.name).answers, [field.name]: answer } }),
          }
          return field.kind === 'object' ? (
            <ObjectField
              key={field.name}
              {...props}
              words={f.ofObject}
              objects={objects[field.object ?? ''] ?? []}
            />
          ) : (
            <FormFieldView key={field.name} {...props} />
          )
        })}
        {/* Below what is typed: it comes later, and nothing may move then. */}
        {isFirst && mergeFrom && <MayHold />}
        {!isFirst && (
          <>
            <TextArea
              data-focus={!focus || (asked && !faults.length) || undefined}
              label={message.label ?? f.yourMessage}
              placeholder={message.hint}
              rows={4}
              value={typed.text}
              error={over > 0 ? t.tooLong(over) : asked && noMessage ? f.faults.missing : isKnown && error}
              onInput={(event) => change({ text: event.currentTarget.value })}
            />
            <Alongside
              page={page()}
              follows={undefined}
              onChange={(chosen) => {
                handover.current = chosen
              }}
            />
          </>
        )}
      </form>
    </Frame>
  )
}

function openFilled(form: TicketForm, files: string[], handover: Handover): void {
  const { answers, text } = typedInto(form.name)
  const ticket = openTicket(
    // Something has to stand in the thread: what it is about.
    written(text) || form.label,
    {
      handover,
      type: form.name,
      answers: filled({ ...answers, ...filesIn(form) }),
      locale: language(),
    },
    files.flatMap((of) => wholeFor(of) ?? []),
  )
  keepTyped(form.name, null)
  for (const of of files) setChosen(of, [])
  put('reads', [])
  put('searches', [])
  // Who has left meanwhile finds it among their tickets.
  const now = state.screens.value.at(-1)
  if (now?.name !== 'form' || now.type !== form.name) return
  // From its ticket nobody goes back to where it would be written once more.
  if (state.screens.value.at(-2)?.name === 'write') back()
  replace({ name: 'thread', ticket })
}

/** The merge that the form calls for; what was typed goes along, but for files. */
async function askToMerge(
  { name, fields }: TicketForm,
  typed: Typed,
  request: { clientId: string; fromEmail: string },
) {
  const answers = only(
    typed.answers,
    fields.filter(({ kind }) => kind !== 'file'),
  )
  const said = { answers: filled(answers), text: written(typed.text) }
  const { merge } = await startMerge({ ...request, form: { type: name, ...said, locale: language() } })
  return merge
}

/** Whose address this is not, and who can ask for a merge. */
function mergeable(answer: AnswerValue | undefined): string | undefined {
  const contact = state.contact.value
  const address = typeof answer === 'string' ? answer.trim() : ''
  if (contact?.identity !== 'verified' || !contact.email || !ADDRESS.test(address)) return undefined
  return address.toLowerCase() === contact.email.toLowerCase() ? undefined : address
}

const only = (answers: Answers, fields: FormField[]): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([name]) => fields.some((field) => field.name === name)))

function inShort(fields: FormField[], answers: Answers): string {
  return fields
    .flatMap(({ name, options }) => {
      const answer = answers[name]
      return (
        options?.find(({ value }) => value === answer)?.label ??
        (typeof answer === 'string' ? answer.trim() : [])
      )
    })
    .filter(Boolean)
    .join(' · ')
}

/** What was chosen, by the name that the server gave it, or by ours until it has. */
function filesIn(form: TicketForm): Answers {
  const fields = form.fields.filter(({ kind }) => kind === 'file')
  return Object.fromEntries(
    fields.map(({ name }) => [
      name,
      chosenFor(filesOf(form.name, name)).map(({ key, attachment }) => attachment?.id ?? key),
    ]),
  )
}
