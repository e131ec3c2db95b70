// One macro: its words, what it does when it is sent, for which tickets it is offered, and how a contact would read it.
// Partners: macros.tsx, macro-fields.ts, parts/kept-editor.tsx.

import { useRef, useState } from 'preact/hooks'
import type { Macro, MacroAction, MacroFields } from '../../../protocol/desk/macros.ts'
import { MACRO_NAME_MAX_CHARS, MESSAGE_MAX_CHARS } from '../../../protocol/limits.ts'
import { Button, Notice, TextField } from '../../../ui/controls.tsx'
import { teams } from '../../facts/counts.ts'
import { macros } from '../../facts/macros.ts'
import { Refused } from '../../line/socket.ts'
import { agents, me, typeName, types } from '../../state.ts'
import { inserter } from '../../strings/inserter.ts'
import { macros as words } from '../../strings/macro-page.ts'
import { strings } from '../../strings.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { removeMacro, saveMacro } from '../../verbs/keeping-macros.ts'
import { Select } from '../parts/fields.tsx'
import { useIsHere, useLatest } from '../parts/is-here.ts'
import { KeptEditor } from '../parts/kept-editor.tsx'
import { toFault } from '../parts/to-fault.ts'
import { MacroPreview } from '../thread/inserter-preview.tsx'
import {
  actionOfEnd,
  actionOfWhose,
  endOf,
  fieldsOf,
  newMacro,
  placesFor,
  SNOOZE_DAYS,
  sampleFacts,
  tagsOf,
  teamChoice,
  textFaults,
  whoseOf,
  withAction,
  withTags,
} from './macro-fields.ts'
import { Choice } from './parts.tsx'

type Next = { id: string } | { made: MacroFields } | null

export function MacroEditor(props: {
  macro: Macro | undefined
  made: MacroFields | undefined
  onDone: (next: Next) => void
}) {
  const isAdmin = me.value?.roles.includes('admin') ?? false
  const begun = props.macro ? fieldsOf(props.macro) : (props.made ?? newMacro({ isOwn: !isAdmin }))
  /** What is being changed: a version that is newer by now was somebody else's. */
  const [base, setBase] = useState(props.macro)
  const [first] = useState<MacroFields>(() => (props.macro || !isAdmin ? begun : { ...begun, isOwn: false }))
  const [draft, setDraft] = useState(first)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const isHere = useIsHere()
  const latestDraft = useLatest(draft)
  const field = useRef<HTMLTextAreaElement>(null)
  const change = (fields: Partial<MacroFields>) => setDraft({ ...draft, ...fields })
  const mayChange = draft.isOwn || isAdmin
  const isChanged = !base || JSON.stringify(draft) !== JSON.stringify(fieldsOf(base))
  const newer = base && macros.value?.get(base.id)
  const isStale = newer && newer.version > (base?.version ?? 0)
  const faults = textFaults(draft.text, types.value, isTried)
  const nameFault = isTried && !draft.name.trim() && words.nameMissing
  const isEmpty = !draft.text.trim() && draft.actions.length === 0

  async function save(over: Macro | undefined) {
    setTried(true)
    if (!draft.name.trim() || isEmpty || textFaults(draft.text, types.value, true).length > 0)
      return toFault()
    setBusy(true)
    try {
      const saved = await saveMacro(over, draft)
      setBase(saved)
      // What was typed since then is not saved yet.
      setDraft((now) => (now === draft ? fieldsOf(saved) : now))
      setTried(false)
      tell(words.saved(saved.name))
      if (isHere() && latestDraft.current === draft) props.onDone({ id: saved.id })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // The server's own words: they name the place.
      tellTrouble(words.notSaved, error)
    } finally {
      setBusy(false)
    }
  }

  function takeTheirs() {
    if (!newer) return
    setBase(newer)
    setDraft(fieldsOf(newer))
  }

  function put(written: string) {
    const area = field.current
    if (!area) return
    area.focus()
    area.setRangeText(written, area.selectionStart, area.selectionEnd, 'end')
    change({ text: area.value })
  }

  return (
    <KeptEditor
      words={words}
      base={base}
      mayChange={mayChange}
      isChanged={isChanged}
      isBegun={isChanged && (base !== undefined || JSON.stringify(draft) !== JSON.stringify(first))}
      isStale={isStale ?? false}
      isBusy={isBusy}
      onSave={() => save(base)}
      onSaveOver={() => save(newer)}
      onTakeTheirs={takeTheirs}
      onDiscard={() => (base ? setDraft(fieldsOf(base)) : props.onDone(null))}
      remove={async () => base && removeMacro(base.id)}
      onClose={() => props.onDone(null)}
    >
      {!mayChange && (
        <Notice
          action={
            <Button size="s" onClick={() => props.onDone({ made: { ...draft, isOwn: true } })}>
              {words.copy}
            </Button>
          }
        >
          {words.onlyAdmins}
        </Notice>
      )}
      <fieldset class="macro-fields" disabled={!mayChange}>
        <legend class="hd-hidden">{words.editTitle(base?.name ?? '')}</legend>
        <TextField
          label={words.name}
          hint={words.nameHint}
          error={nameFault}
          maxLength={MACRO_NAME_MAX_CHARS}
          value={draft.name}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
        <div class="macro-row">
          <Labelled label={words.as}>
            <Choice
              label={words.as}
              value={draft.as}
              options={[
                { value: 'reply', label: words.asReply },
                { value: 'note', label: words.asNote },
              ]}
              onChange={(as) => change({ as })}
            />
          </Labelled>
          {isAdmin && !base && (
            <Labelled label={words.whose}>
              <Choice
                label={words.whose}
                value={draft.isOwn ? 'own' : 'shared'}
                options={[
                  { value: 'shared', label: words.shared },
                  { value: 'own', label: words.own },
                ]}
                onChange={(whose) => change({ isOwn: whose === 'own' })}
              />
            </Labelled>
          )}
        </div>
        <div class="hd-field">
          <div class="macro-text-head">
            <label for="macro-text">{words.text}</label>
            <select
              class="hd-input macro-places"
              aria-label={words.insertPlace}
              value=""
              onChange={(event) => {
                const { value } = event.currentTarget
                event.currentTarget.value = ''
                if (value) put(value)
              }}
            >
              <option value="">{words.insertPlace} …</option>
              {placesFor(draft, types.value).map(({ label, written }) => (
                <option key={written} value={written}>
                  {label}
                </option>
              ))}
            </select>
          </div>
          <textarea
            ref={field}
            id="macro-text"
            class="hd-input"
            rows={9}
            dir="auto"
            maxLength={MESSAGE_MAX_CHARS}
            aria-invalid={faults.length > 0 || (isTried && isEmpty)}
            aria-describedby="macro-text-words"
            value={draft.text}
            onInput={(event) => change({ text: event.currentTarget.value })}
          />
          <div
            id="macro-text-words"
            class={faults.length > 0 || (isTried && isEmpty) ? 'hd-field-error' : 'hd-field-hint'}
            aria-live="polite"
          >
            {faults.length > 0 ? faults.join(' ') : isTried && isEmpty ? words.empty : words.placeHint}
          </div>
        </div>
        <section class="macro-preview" aria-label={words.preview}>
          <h3>{draft.as === 'reply' ? words.previewFor(words.sample) : words.preview}</h3>
          <div class={`macro-bubble macro-${draft.as}`}>
            <MacroPreview
              macro={{ ...draft, actions: [] }}
              facts={sampleFacts(me.value?.name ?? '', typeName(draft.types[0] ?? 'question'))}
            />
            {!draft.text.trim() && <p class="quiet">{inserter.onlyActs}</p>}
          </div>
        </section>
        <Actions draft={draft} onChange={(actions) => change({ actions })} />
        <Offered draft={draft} onChange={change} />
      </fieldset>
    </KeptEditor>
  )
}

function Actions({ draft, onChange }: { draft: MacroFields; onChange: (actions: MacroAction[]) => void }) {
  const of = <K extends MacroAction['do']>(kind: K) =>
    draft.actions.find((one): one is Extract<MacroAction, { do: K }> => one.do === kind)
  const set = (kind: Parameters<typeof withAction>[1], action: MacroAction | null) =>
    onChange(withAction(draft, kind, action))
  const whose = whoseOf(draft)
  const offered: [string, string][] = [
    ['', words.assignKeep],
    ['me', words.assignMe],
    ['nobody', words.assignNobody],
    ...agents.value.map(({ id, name }): [string, string] => [id, name]),
    ...teams().map((name): [string, string] => [teamChoice(name), strings.assignee.team(name)]),
  ]
  return (
    <section class="macro-part">
      <h3>{words.actions}</h3>
      <div class="macro-row">
        <Select
          label={words.assign}
          value={whose}
          onChange={(to) => set('whose', actionOfWhose(to))}
          options={offered.some(([one]) => one === whose) ? offered : [...offered, [whose, words.assignGone]]}
        />
        <Select
          label={words.priority}
          value={of('priority')?.to ?? ''}
          onChange={(to) => set('priority', to ? ({ do: 'priority', to } as MacroAction) : null)}
          options={[['', words.assignKeep], ...Object.entries(strings.priorities)]}
        />
        <Select
          label={words.state}
          value={endOf(draft)}
          onChange={(end) => set('end', actionOfEnd(end))}
          options={[
            ['', draft.as === 'reply' ? words.stateKeep : words.stateKeepNote],
            ['open', words.stateOpen],
            ['solved', words.stateSolved],
            ['snooze', words.snoozeReply],
            ...SNOOZE_DAYS.map((days): [string, string] => [`snooze ${days}`, words.snoozeDays(days)]),
          ]}
        />
        <label class="macro-select">
          <span>{words.tags}</span>
          <input
            class="hd-input"
            placeholder={words.tagsHint}
            value={tagsOf(draft).join(', ')}
            onChange={({ currentTarget: { value } }) => onChange(withTags(draft, value))}
          />
        </label>
      </div>
    </section>
  )
}

function Offered({
  draft,
  onChange,
}: {
  draft: MacroFields
  onChange: (fields: Partial<MacroFields>) => void
}) {
  const offered = [...new Set([...teams(), ...draft.teams])]
  const known = types.value.map(({ name, label }): [string, string] => [name, label])
  const gone = draft.types
    .filter((name) => !known.some(([one]) => one === name))
    .map((name): [string, string] => [name, typeName(name)])
  return (
    <section class="macro-part">
      <h3>{words.types}</h3>
      <p class="quiet">{words.typesHint}</p>
      <Several
        label={words.types}
        options={[...known, ...gone]}
        chosen={draft.types}
        onChange={(of) => onChange({ types: of })}
      />
      {offered.length > 0 && (
        <>
          <h4>{words.teams}</h4>
          <Several
            label={words.teams}
            options={offered.map((team) => [team, team])}
            chosen={draft.teams}
            onChange={(of) => onChange({ teams: of })}
          />
        </>
      )}
    </section>
  )
}

function Several(props: {
  label: string
  options: [value: string, label: string][]
  chosen: readonly string[]
  onChange: (chosen: string[]) => void
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: it stands within the form's own fieldset.
    <div class="several" role="group" aria-label={props.label}>
      {props.options.map(([value, label]) => (
        <label key={value}>
          <input
            type="checkbox"
            checked={props.chosen.includes(value)}
            onChange={(event) =>
              props.onChange(
                event.currentTarget.checked
                  ? [...props.chosen, value]
                  : props.chosen.filter((one) => one !== value),
              )
            }
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  )
}

function Labelled({ label, children }: { label: string; children: preact.ComponentChildren }) {
  return (
    <div class="macro-labelled">
      <span aria-hidden="true">{label}</span>
      {children}
    </div>
  )
}
