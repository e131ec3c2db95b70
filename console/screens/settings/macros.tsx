// Macros: everybody's, which admins make, and one's own. The list on the left, one macro beside it with what a contact would
// read; on a narrow screen one of the two. Partners: macro-editor.tsx, console/facts/macros.ts.

import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Macro } from '../../../protocol/desk/macros.ts'
import { Blank, Button, Notice, Skeleton } from '../../../ui/controls.tsx'
import { AddIcon, AlertIcon, LockIcon, MacroIcon, SearchIcon } from '../../../ui/icons.tsx'
import { macros, macrosByName, macrosNotRead, macroUses, readMacros } from '../../facts/macros.ts'
import { lineStatus } from '../../line/line.ts'
import { types } from '../../state.ts'
import { macros as words } from '../../strings/macro-page.ts'
import { strings } from '../../strings.ts'
import { unsaved } from '../../unsaved.ts'
import { useLastKnown } from '../parts/last-known.ts'
import { NotRead } from '../parts/not-read.tsx'
import { MacroEditor } from './macro-editor.tsx'
import { newMacro } from './macro-fields.ts'

/** What stands in the editor: a macro's id, fields of one that is not kept yet, or nothing. */
const chosen = signal<Chosen | null>(null)
type Chosen = { id: string } | { made: ReturnType<typeof newMacro> }

function choose(next: Chosen): void {
  const before = chosen.peek()
  const isSame = before && ('id' in next ? 'id' in before && before.id === next.id : 'made' in before)
  if (isSame) return
  unsaved.leave(() => {
    chosen.value = next
  })
}

export function Macros() {
  const isLive = lineStatus.value.state === 'live'
  const all = macros.value
  useEffect(() => {
    if (isLive && !all) void readMacros()
  }, [isLive, all])
  const known = useLastKnown(all)
  const at = chosen.value
  const macro = at && 'id' in at ? known?.get(at.id) : undefined
  const isOpen = at !== null && ('made' in at || macro !== undefined)
  if (!all && !isOpen && macrosNotRead.value && macrosNotRead.value !== 'line.lost') {
    return <NotRead title={words.notRead} code={macrosNotRead.value} onAgain={readMacros} />
  }
  return (
    <div class="macros" data-open={isOpen}>
      <List current={macro} isReady={all !== null} />
      <div class="macros-one">
        {isOpen ? (
          <MacroEditor
            key={macro?.id ?? 'new'}
            macro={macro}
            made={at && 'made' in at ? at.made : undefined}
            onDone={(next) => {
              chosen.value = next
            }}
          />
        ) : (
          all && (
            <Blank icon={<MacroIcon />} title={words.chooseTitle}>
              {words.choose}
            </Blank>
          )
        )}
      </div>
    </div>
  )
}

function List({ current, isReady }: { current: Macro | undefined; isReady: boolean }) {
  const [query, setQuery] = useState('')
  const asked = query.toLocaleLowerCase().trim()
  const found = macrosByName.value.filter(({ name, text }) =>
    `${name}\n${text}`.toLocaleLowerCase().includes(asked),
  )
  const names = new Set(macrosByName.value.map(({ name }) => name.toLocaleLowerCase()))
  const missing = types.value
    .flatMap((type) => type.macros)
    .filter((name, at, all) => !names.has(name.toLocaleLowerCase()) && all.indexOf(name) === at)
  return (
    <div class="macros-list">
      <div class="macros-tools">
        <label class="macros-find">
          <SearchIcon size={16} />
          <input
            type="search"
            aria-label={words.find}
            placeholder={words.find}
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </label>
        <Button
          size="s"
          look="primary"
          icon={<AddIcon size={16} />}
          onClick={() => {
            choose({ made: newMacro() })
          }}
        >
          {words.add}
        </Button>
      </div>
      {isReady && missing.length > 0 && (
        <Notice tone="warning" icon={<AlertIcon size={16} />}>
          {words.missing(missing.join(', '))}
        </Notice>
      )}
      {!isReady && <Skeleton label={strings.loading} lines={6} />}
      {isReady && macrosByName.value.length === 0 && (
        <Blank icon={<MacroIcon />} title={words.noneTitle}>
          {words.none}
        </Blank>
      )}
      <ul>
        {found.map((macro) => (
          <li key={macro.id}>
            <button
              type="button"
              aria-current={macro.id === current?.id ? 'true' : undefined}
              onClick={() => {
                choose({ id: macro.id })
              }}
            >
              <strong>
                {macro.as === 'note' && <LockIcon size={16} />}
                <span>{macro.name}</span>
              </strong>
              <span class="quiet">{aboutIt(macro)}</span>
            </button>
          </li>
        ))}
      </ul>
      <p class="quiet macros-none" role="status">
        {asked && found.length === 0 && words.noneFound}
      </p>
    </div>
  )
}

function aboutIt({ id, isOwn, as, actions }: Macro): string {
  const times = macroUses.value[id] ?? 0
  return [
    isOwn ? words.own : words.shared,
    ...(as === 'note' ? [words.note] : []),
    ...(actions.length ? [words.acts(actions.length)] : []),
    times ? words.uses(times) : words.neverUsed,
  ].join(' · ')
}
