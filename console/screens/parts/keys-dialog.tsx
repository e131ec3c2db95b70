// All keys on one sheet, and the switch that turns letters off. Partner: commands.ts.

import { Switch } from '../../../ui/controls.tsx'
import { type CommandGroup, commands } from '../../keyboard/commands.ts'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { keyName, SEND_KEY } from '../../keyboard/key-names.ts'
import { prefer, preferences } from '../../preferences.ts'
import { keysSheet as words } from '../../strings/keys-sheet.ts'
import { Dialog } from './dialog.tsx'

interface Row {
  what: string
  keys: readonly string[]
}

/** The composer's own keys: they mean something only while somebody writes in it. */
const WRITING: readonly Row[] = [
  { what: words.insert, keys: [';'] },
  { what: words.send, keys: [SEND_KEY] },
  { what: words.sendAndSolve, keys: [keyName('Mod+Shift Enter')] },
  { what: words.editLast, keys: [keyName('ArrowUp')] },
  { what: words.leave, keys: [keyName('Escape')] },
]

export function KeysDialog() {
  if (dialog.value !== 'keys') return null
  return (
    <Dialog title={words.title} wide onClose={closeDialog}>
      <div class="keys">
        <Sheet title={words.groups.list} rows={rowsOf('list')} />
        <Sheet title={words.groups.writing} rows={WRITING} />
        <Sheet title={words.groups.anywhere} rows={[...rowsOf('go'), ...rowsOf('desk')]} />
        {/* Last: it is as long as the others together, and two columns are. */}
        <Sheet title={words.groups.ticket} rows={rowsOf('ticket')} />
      </div>
      <Switch on={preferences.value.letterKeys} onChange={(letterKeys) => prefer({ letterKeys })}>
        {words.letters}
      </Switch>
    </Dialog>
  )
}

function Sheet({ title, rows }: { title: string; rows: readonly Row[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(({ what, keys }) => (
          <div key={what}>
            <dt>{what}</dt>
            <dd>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 && <span class="keys-or">{words.or}</span>}
                  {key.split(' ').map((one) => (
                    <kbd key={one}>{one}</kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** What has a key. */
function rowsOf(group: CommandGroup): Row[] {
  return commands()
    .filter((command) => command.group === group)
    .map(({ name, keys = [], listKeys = [] }) => ({ what: name, keys: [...keys, ...listKeys].map(keyName) }))
    .filter(({ keys }) => keys.length > 0)
}
