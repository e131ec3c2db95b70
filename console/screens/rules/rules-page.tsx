// Rules, for admins: in the order in which they run, each as the sentence that it is, and what became of it. The list on the left,
// one rule beside it; on a narrow screen one of the two. Partners: rule-editor.tsx, console/verbs/ruling.ts.

import { signal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { Blank, Button, Skeleton } from '../../../ui/controls.tsx'
import { AddIcon, AlertIcon, RuleIcon } from '../../../ui/icons.tsx'
import { readMacros } from '../../facts/macros.ts'
import { rules } from '../../facts/rules.ts'
import { lineStatus } from '../../line/line.ts'
import { rulePage as words } from '../../strings/rule-page.ts'
import { strings } from '../../strings.ts'
import { unsaved } from '../../unsaved.ts'
import { figures, readRules, rulesInOrder, rulesNotRead } from '../../verbs/ruling.ts'
import { useLastKnown } from '../parts/last-known.ts'
import { NotRead } from '../parts/not-read.tsx'
import { ago } from '../settings/parts.tsx'
import { names } from './names.ts'
import { RuleEditor } from './rule-editor.tsx'

/** What stands in the editor: a rule's id, one that is not kept yet, or nothing. */
const chosen = signal<string | 'new' | null>(null)

function choose(next: string): void {
  if (next === chosen.peek()) return
  unsaved.leave(() => {
    chosen.value = next
  })
}

export function RulesPage() {
  const isLive = lineStatus.value.state === 'live'
  const all = rules.value
  useEffect(() => {
    // Anew at each visit: how often each has run is told here only.
    if (isLive) void readRules()
    if (isLive) void readMacros()
  }, [isLive])
  const known = useLastKnown(all)
  const at = chosen.value
  const rule = at === null ? undefined : known?.get(at)
  const isOpen = known !== null && (at === 'new' || rule !== undefined)
  if (!all && !isOpen && rulesNotRead.value && rulesNotRead.value !== 'line.lost') {
    return <NotRead title={words.notRead} code={rulesNotRead.value} onAgain={readRules} />
  }
  return (
    <div class="macros" data-open={isOpen}>
      <List current={at} />
      <div class="macros-one">
        {isOpen ? (
          <RuleEditor
            key={rule?.id ?? 'new'}
            rule={rule}
            onDone={(next) => {
              chosen.value = next
            }}
          />
        ) : (
          all &&
          all.size > 0 && (
            <Blank icon={<RuleIcon />} title={words.chooseTitle}>
              {words.choose}
            </Blank>
          )
        )}
      </div>
    </div>
  )
}

function List({ current }: { current: string | null }) {
  const isReady = rules.value !== null
  return (
    <div class="macros-list">
      <div class="macros-tools">
        <Button
          size="s"
          look="primary"
          icon={<AddIcon size={16} />}
          onClick={() => {
            choose('new')
          }}
        >
          {words.add}
        </Button>
      </div>
      {!isReady && <Skeleton label={strings.loading} lines={6} />}
      {isReady && rulesInOrder.value.length === 0 && (
        <Blank icon={<RuleIcon />} title={words.noneTitle}>
          {words.none}
        </Blank>
      )}
      <ol>
        {rulesInOrder.value.map((rule) => {
          const { runs = 0, lastRunAt = null, trouble = null } = figures.value[rule.id] ?? {}
          return (
            <li key={rule.id}>
              <button
                type="button"
                aria-current={rule.id === current ? 'true' : undefined}
                onClick={() => {
                  choose(rule.id)
                }}
              >
                <strong>
                  <span class="rule-state" data-on={rule.isOn} />
                  <span>{rule.name}</span>
                  {trouble && <AlertIcon size={16} />}
                </strong>
                <span class="quiet rule-sentence">{words.sentence(rule, names)}</span>
                <span class="quiet">
                  {rule.isOn ? words.on : words.off} · {words.ran(runs, lastRunAt ? ago(lastRunAt) : '')}
                </span>
              </button>
            </li>
          )
        })}
      </ol>
      {isReady && rulesInOrder.value.length > 1 && <p class="quiet rules-order">{words.choose}</p>}
    </div>
  )
}
