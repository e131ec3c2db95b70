// One rule: when, if, then, and the sentence that it makes; whether it is on; and the dry run before that. Partners: rules-page.tsx,
// trial-part.tsx, parts/kept-editor.tsx.

import { useState } from 'preact/hooks'
import { deedsOf } from '../../../protocol/desk/rule-deeds.ts'
import type { Rule, RuleFields } from '../../../protocol/desk/rules.ts'
import { RULE_NAME_MAX_CHARS } from '../../../protocol/limits.ts'
import { Button, IconButton, Notice, TextField } from '../../../ui/controls.tsx'
import { AlertIcon, ArrowDownIcon, SendIcon } from '../../../ui/icons.tsx'
import { rules } from '../../facts/rules.ts'
import { Refused } from '../../line/socket.ts'
import { openTicket } from '../../list/cursor.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { rulePage as words } from '../../strings/rule-page.ts'
import { strings } from '../../strings.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { figures, moveRule, removeRule, saveRule, switchRule } from '../../verbs/ruling.ts'
import { useIsHere, useLatest } from '../parts/is-here.ts'
import { KeptEditor } from '../parts/kept-editor.tsx'
import { toFault } from '../parts/to-fault.ts'
import { isUnfinishedFilter } from '../views/field-conditions.tsx'
import { IfStep } from './if-step.tsx'
import { names } from './names.ts'
import { ThenStep } from './then-step.tsx'
import { TrialPart } from './trial-part.tsx'
import { isUnfinished } from './unfinished.ts'
import { WhenStep } from './when-step.tsx'

type Next = string | null

const NEW: RuleFields = {
  name: '',
  when: { on: 'ticket_opened' },
  conditions: { filter: {} },
  actions: [{ do: 'tag', add: '' }],
}

export function RuleEditor(props: { rule: Rule | undefined; onDone: (next: Next) => void }) {
  /** What is being changed: a version that is newer by now may be somebody else's. */
  const [base, setBase] = useState(props.rule)
  const [draft, setDraft] = useState<RuleFields>(() => (props.rule ? fieldsOf(props.rule) : NEW))
  const [fault, setFault] = useState('')
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const isHere = useIsHere()
  const latestDraft = useLatest(draft)
  /** As it is at the server. */
  const latest = base && (rules.value?.get(base.id) ?? base)
  const change = (fields: Partial<RuleFields>) => {
    setFault('')
    setDraft({ ...draft, ...fields })
  }
  const isChanged = !base || JSON.stringify(draft) !== JSON.stringify(fieldsOf(base))
  const isStale = base && latest && latest.version > base.version && fieldsDiffer(base, latest)
  const nameFault = isTried && !draft.name.trim() && words.nameMissing
  const switchesOff = latest?.isOn && isChanged && deedsOf(draft) !== deedsOf(latest)

  // Nothing of it was changed here: what is new is taken over.
  if (base && latest !== base && !isChanged) takeLatest()

  function takeLatest() {
    if (!latest) return
    setBase(latest)
    setDraft(fieldsOf(latest))
  }

  async function save(over: Rule | undefined) {
    setTried(true)
    if (!draft.name.trim() || isUnfinishedFilter(draft.conditions.filter) || draft.actions.some(isUnfinished))
      return toFault()
    setBusy(true)
    try {
      const saved = await saveRule(over, draft)
      setBase(saved)
      // What was typed since then is not saved yet.
      setDraft((now) => (now === draft ? fieldsOf(saved) : now))
      setTried(false)
      tell(words.saved(saved.name))
      if (isHere() && latestDraft.current === draft) props.onDone(saved.id)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      // The server's own words: they name what is wrong.
      setFault(error.code === 'rule.invalid' ? error.message : sentenceOf(error))
    } finally {
      setBusy(false)
    }
  }

  return (
    <KeptEditor
      words={words}
      base={base}
      mayChange
      isChanged={isChanged}
      isBegun={isChanged && (base !== undefined || JSON.stringify(draft) !== JSON.stringify(NEW))}
      isStale={isStale ?? false}
      isBusy={isBusy}
      beside={latest && <Order rule={latest} />}
      said={fault ? <span class="hd-field-error">{fault}</span> : switchesOff && words.switchesOff}
      onSave={() =>
        save(base && { ...base, version: isStale ? base.version : (latest?.version ?? base.version) })
      }
      onSaveOver={() => save(latest)}
      onTakeTheirs={takeLatest}
      onDiscard={() => {
        setFault('')
        if (latest) takeLatest()
        else props.onDone(null)
      }}
      remove={async () => base && removeRule(base.id)}
      onClose={() => props.onDone(null)}
    >
      <p class="view-sentence" aria-live="polite">
        {words.sentence(draft, names)}
      </p>
      {latest && <State rule={latest} isChanged={isChanged} />}
      {latest && <Trouble rule={latest} />}
      <div class="macro-fields">
        <TextField
          label={words.name}
          hint={words.nameHint}
          error={nameFault}
          maxLength={RULE_NAME_MAX_CHARS}
          value={draft.name}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
        <WhenStep when={draft.when} onChange={(when) => change({ when })} />
        <IfStep
          conditions={draft.conditions}
          isTried={isTried}
          onChange={(conditions) => change({ conditions })}
        />
        <ThenStep actions={draft.actions} isTried={isTried} onChange={(actions) => change({ actions })} />
      </div>
      <TrialPart rule={latest} isChanged={isChanged} />
    </KeptEditor>
  )
}

/** On once it was tried as it stands; off at any time. */
function State({ rule, isChanged }: { rule: Rule; isChanged: boolean }) {
  const isReady = rule.isOn || (rule.trial?.next === null && !isChanged)
  const turn = async (isOn: boolean) => {
    try {
      await switchRule(rule, isOn)
      tell(words.switched(rule.name, isOn))
    } catch (error) {
      tellTrouble(words.notSwitched, error)
    }
  }
  return (
    <label class="hd-switch rule-switch">
      <span>
        <strong>{rule.isOn ? words.on : words.off}</strong>
        {!isReady && <span class="quiet"> {isChanged ? words.saveFirst : words.mustTry}</span>}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-label={words.on}
        disabled={!isReady}
        checked={rule.isOn}
        aria-checked={rule.isOn}
        onChange={(event) => {
          const isOn = event.currentTarget.checked
          // It shows what is, not what is wished.
          event.currentTarget.checked = rule.isOn
          void turn(isOn)
        }}
      />
    </label>
  )
}

function Trouble({ rule }: { rule: Rule }) {
  const trouble = figures.value[rule.id]?.trouble
  if (!trouble) return null
  return (
    <Notice
      tone="warning"
      icon={<AlertIcon size={16} />}
      action={
        <Button size="s" onClick={() => openTicket(trouble.ticketId)}>
          {strings.news.look}
        </Button>
      }
    >
      {words.trouble(trouble.number, trouble.why)}
    </Notice>
  )
}

function Order({ rule }: { rule: Rule }) {
  const move = (step: 1 | -1) => () =>
    moveRule(rule, step).catch((error) => tellTrouble(words.notMoved, error))
  return (
    <span class="rule-order">
      <IconButton label={words.up} onClick={move(-1)}>
        <SendIcon size={16} />
      </IconButton>
      <IconButton label={words.down} onClick={move(1)}>
        <ArrowDownIcon size={16} />
      </IconButton>
    </span>
  )
}

function fieldsOf({ name, when, conditions, actions }: Rule): RuleFields {
  return { name, when, conditions, actions }
}
const fieldsDiffer = (one: Rule, other: Rule) =>
  JSON.stringify(fieldsOf(one)) !== JSON.stringify(fieldsOf(other))
