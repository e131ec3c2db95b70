// One question of a form: what is asked, how it is answered, in which order. Partner: type-editor.tsx.

import type { FieldKind } from '../../../protocol/entities.ts'
import { ATTACHMENTS_OF_MESSAGE } from '../../../protocol/limits.ts'
import type { FieldEntry } from '../../../protocol/settings/type-entries.ts'
import { IconButton, TextArea, TextField } from '../../../ui/controls.tsx'
import { ArrowDownIcon, CloseIcon, SendIcon } from '../../../ui/icons.tsx'
import { typesPage as words } from '../../strings/types-page.ts'
import { Count, Select } from '../parts/fields.tsx'
import { withWord, wordIn } from './type-words.ts'

const OPTIONS_LEAST = 2
const LINES_MOST = 10

export function TypeField(props: {
  field: FieldEntry
  /** Its place, from 1. */
  number: number
  locale: string
  source: string
  isTried: boolean
  onChange: (next: FieldEntry) => void
  onUp: (() => void) | undefined
  onDown: (() => void) | undefined
  onRemove: () => void
}) {
  const { field, locale, source, onChange } = props
  const { kind, options = [] } = field
  const said = wordIn(field.label, source, source) || words.questionOf(props.number)
  const fault = props.isTried && faultOfField(field, source)
  const write = (text: string) => ({ locale, source, text })
  return (
    <fieldset class="part-form types-field">
      <legend class="hd-hidden">{words.questionOf(props.number)}</legend>
      <header>
        <h3 class="types-field-title">{words.questionOf(props.number)}</h3>
        {props.onUp && (
          <IconButton label={words.moveUp(said)} onClick={props.onUp}>
            <SendIcon size={16} />
          </IconButton>
        )}
        {props.onDown && (
          <IconButton label={words.moveDown(said)} onClick={props.onDown}>
            <ArrowDownIcon size={16} />
          </IconButton>
        )}
        <IconButton label={words.removeQuestion(said)} onClick={props.onRemove}>
          <CloseIcon size={16} />
        </IconButton>
      </header>
      <TextField
        label={words.question}
        maxLength={300}
        value={wordIn(field.label, locale, source)}
        error={fault === 'label' && words.questionMissing}
        onInput={({ currentTarget: { value } }) =>
          onChange({ ...field, label: withWord(field.label, write(value)) ?? '' })
        }
      />
      <TextField
        label={words.help}
        maxLength={300}
        value={wordIn(field.hint, locale, source)}
        onInput={({ currentTarget: { value } }) => {
          const { hint: before, ...rest } = field
          const hint = withWord(before, write(value))
          onChange({ ...rest, ...(hint && { hint }) })
        }}
      />
      <div class="types-how">
        <Select
          label={words.kind}
          value={kind}
          options={Object.entries(words.kinds)}
          onChange={(next) => onChange(ofKind(field, next as FieldKind))}
        />
        {kind === 'text' && (
          <Count
            label={words.lines}
            value={field.lines ?? 1}
            max={LINES_MOST}
            onChange={(lines) => onChange({ ...field, lines })}
          />
        )}
        {kind === 'file' && (
          <Count
            label={words.most}
            value={field.most ?? 1}
            max={ATTACHMENTS_OF_MESSAGE}
            onChange={(most) => onChange({ ...field, most })}
          />
        )}
      </div>
      {kind === 'object' && (
        <TextField
          label={words.object}
          placeholder="rotation"
          maxLength={40}
          value={field.object ?? ''}
          onInput={({ currentTarget: { value } }) => onChange({ ...field, object: value })}
        />
      )}
      {kind === 'choice' && (
        <TextArea
          label={words.options}
          rows={Math.max(3, options.length + 1)}
          value={options.map(({ label }) => wordIn(label, locale, source)).join('\n')}
          error={fault === 'options' && words.optionsFew}
          onInput={({ currentTarget: { value } }) =>
            onChange({ ...field, options: optionsFrom(value, options, { locale, source }) })
          }
        />
      )}
      <div class="part-checks">
        <Check
          label={words.required}
          on={field.required ?? false}
          onChange={(on) => onChange(marked(field, 'required', on))}
        />
        <Check
          label={words.first}
          on={field.first ?? false}
          onChange={(on) => onChange(marked(field, 'first', on))}
        />
      </div>
    </fieldset>
  )
}

export function faultOfField(
  { label, kind, options }: FieldEntry,
  source: string,
): 'label' | 'options' | null {
  if (!wordIn(label, source, source)) return 'label'
  const written = options?.filter((option) => wordIn(option.label, source, source)) ?? []
  return kind === 'choice' && written.length < OPTIONS_LEAST ? 'options' : null
}

function Check(props: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={props.on}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>{props.label}</span>
    </label>
  )
}

/** What goes with another kind goes. */
function ofKind(
  { lines: _lines, most: _most, options, object, ...field }: FieldEntry,
  kind: FieldKind,
): FieldEntry {
  return {
    ...field,
    kind,
    ...(kind === 'choice' && { options: options ?? [] }),
    ...(kind === 'object' && { object: object ?? '' }),
  }
}

function marked(field: FieldEntry, mark: 'required' | 'first', on: boolean): FieldEntry {
  const { [mark]: _before, ...rest } = field
  return on ? { ...rest, [mark]: true } : rest
}

/** A line each. As many as before are the same ones, changed; where one came or went, what reads the same is the same one. */
function optionsFrom(
  text: string,
  before: NonNullable<FieldEntry['options']>,
  { locale, source }: { locale: string; source: string },
): NonNullable<FieldEntry['options']> {
  const lines = text.split('\n')
  const isSource = locale === source
  const isAsMany = lines.length === before.length
  const count = isSource ? lines.length : before.length
  return Array.from({ length: count }, (_, at) => {
    const line = lines[at] ?? ''
    const known =
      isAsMany || !isSource ? before[at] : before.find(({ label }) => wordIn(label, locale, source) === line)
    const label = withWord(known?.label, { locale, source, text: line }) ?? ''
    return { value: known?.value ?? '', label }
  })
}
