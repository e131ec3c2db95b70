// What a rule does then: a line for each thing, with what it needs to know. Partner: protocol/desk/rules.ts.

import type { RuleAction } from '../../../protocol/desk/rules.ts'
import { tagFrom } from '../../../protocol/desk/tag-text.ts'
import { MESSAGE_MAX_CHARS, RULE_ACTIONS } from '../../../protocol/limits.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { AddIcon, CloseIcon } from '../../../ui/icons.tsx'
import { teams } from '../../facts/counts.ts'
import { macrosByName } from '../../facts/macros.ts'
import { agents } from '../../state.ts'
import { filterWords } from '../../strings/filter-sentence.ts'
import { rulePage as words } from '../../strings/rule-page.ts'
import { strings } from '../../strings.ts'
import { faulty, Select, Step } from '../parts/fields.tsx'
import { isUnfinished } from './unfinished.ts'

export function ThenStep({
  actions,
  isTried,
  onChange,
}: {
  actions: readonly RuleAction[]
  /** Somebody wanted to save it: what is missing is said. */
  isTried: boolean
  onChange: (actions: RuleAction[]) => void
}) {
  const put = (at: number, action: RuleAction | null) =>
    onChange(actions.flatMap((one, index) => (index === at ? (action ?? []) : one)))
  return (
    <Step title={words.does}>
      <ul class="rule-actions">
        {actions.map((action, at) => (
          <li key={at}>
            <div class="macro-row">
              <Select
                label={words.kind}
                value={action.do}
                options={Object.entries(words.kinds)}
                onChange={(kind) => put(at, actionOf(kind as RuleAction['do']))}
              />
              <Value
                action={action}
                faultId={isTried && isUnfinished(action) ? `rule-fault-${at}` : undefined}
                onChange={(next) => put(at, next)}
              />
            </div>
            <IconButton label={words.removeAction(words.kinds[action.do])} onClick={() => put(at, null)}>
              <CloseIcon size={16} />
            </IconButton>
            {isTried && isUnfinished(action) && (
              <p class="hd-field-error" id={`rule-fault-${at}`} role="alert">
                {words.missing[action.do]}
              </p>
            )}
            {words.hints[action.do] && <p class="quiet">{words.hints[action.do]}</p>}
          </li>
        ))}
      </ul>
      {actions.length < RULE_ACTIONS && (
        <div>
          <Button
            size="s"
            icon={<AddIcon size={16} />}
            onClick={() => onChange([...actions, actionOf(notYet(actions))])}
          >
            {words.addAction}
          </Button>
        </div>
      )}
    </Step>
  )
}

interface ValueProps {
  action: RuleAction
  /** Where it stands what is missing. */
  faultId: string | undefined
  onChange: (action: RuleAction) => void
}

function Value({ action, faultId, onChange }: ValueProps) {
  switch (action.do) {
    case 'priority':
      return (
        <Select
          label={strings.changes.priority}
          value={action.to}
          options={Object.entries(strings.changes.priorities)}
          onChange={(to) => onChange({ do: 'priority', to: to as typeof action.to })}
        />
      )
    case 'tag':
      return <Tag faultId={faultId} value={action.add} onChange={(add) => onChange({ do: 'tag', add })} />
    case 'untag':
      return (
        <Tag
          faultId={faultId}
          value={action.remove}
          onChange={(remove) => onChange({ do: 'untag', remove })}
        />
      )
    case 'assign':
      return (
        <Select
          label={words.kinds.assign}
          faultId={faultId}
          value={action.to}
          options={offered(action.to, words.chooseAgent, [
            ['nobody', words.nobody],
            ...agents.value.map(({ id, name }): [string, string] => [id, name]),
          ])}
          onChange={(to) => onChange({ do: 'assign', to })}
        />
      )
    case 'team':
      return (
        <Select
          label={words.kinds.team}
          faultId={faultId}
          value={action.to}
          options={offered(
            action.to,
            words.chooseTeam,
            teams().map((team): [string, string] => [team, team]),
          )}
          onChange={(to) => onChange({ do: 'team', to })}
        />
      )
    case 'snooze':
      return (
        <Select
          label={words.howLong}
          value={String(action.days ?? '')}
          options={[
            ...Object.entries(words.snoozes),
            ...(action.days === null || words.snoozes[action.days]
              ? []
              : [[String(action.days), filterWords.waits(action.days * 1_440)] as const]),
            ['', words.untilWrites],
          ]}
          onChange={(days) => onChange({ do: 'snooze', days: Number(days) || null })}
        />
      )
    case 'macro':
      return (
        <Select
          label={words.kinds.macro}
          faultId={faultId}
          value={action.macroId}
          options={offered(
            action.macroId,
            words.chooseMacro,
            macrosByName.value
              .filter(({ as, isOwn }) => as === 'reply' && !isOwn)
              .map(({ id, name }): [string, string] => [id, name]),
          )}
          onChange={(macroId) => onChange({ do: 'macro', macroId })}
        />
      )
    case 'note':
    case 'reply':
      return (
        <label class="macro-select rule-text">
          <span>{action.do === 'note' ? words.noteText : words.replyText}</span>
          <textarea
            class="hd-input"
            {...faulty(faultId)}
            rows={4}
            dir="auto"
            maxLength={MESSAGE_MAX_CHARS}
            value={action.text}
            onInput={({ currentTarget: { value: text } }) => onChange({ do: action.do, text })}
          />
        </label>
      )
    case 'solve':
      return null
  }
}

function Tag(props: { value: string; faultId: string | undefined; onChange: (tag: string) => void }) {
  return (
    <label class="macro-select">
      <span>{words.tag}</span>
      <input
        class="hd-input"
        {...faulty(props.faultId)}
        value={props.value}
        onChange={(event) => {
          const tag = tagFrom(event.currentTarget.value)
          event.currentTarget.value = tag
          props.onChange(tag)
        }}
      />
    </label>
  )
}

/** What is chosen always stands there, though it be gone. */
function offered(
  value: string,
  none: string,
  options: readonly [string, string][],
): readonly (readonly [string, string])[] {
  if (!value) return [['', none], ...options]
  return options.some(([one]) => one === value) ? options : [[value, words.gone], ...options]
}

function notYet(actions: readonly RuleAction[]): RuleAction['do'] {
  const kinds: RuleAction['do'][] = ['priority', 'tag', 'assign', 'note', 'reply']
  return kinds.find((kind) => !actions.some((one) => one.do === kind)) ?? 'tag'
}

function actionOf(kind: RuleAction['do']): RuleAction {
  switch (kind) {
    case 'priority':
      return { do: kind, to: 'high' }
    case 'tag':
      return { do: kind, add: '' }
    case 'untag':
      return { do: kind, remove: '' }
    case 'assign':
    case 'team':
      return { do: kind, to: '' }
    case 'solve':
      return { do: kind }
    case 'snooze':
      return { do: kind, days: 3 }
    case 'macro':
      return { do: kind, macroId: '' }
    case 'note':
    case 'reply':
      return { do: kind, text: '' }
  }
}
