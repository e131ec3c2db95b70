// All keys on one sheet, and the switch that turns letters off.

import { Switch } from '../../../ui/controls.tsx'
import { dialog } from '../../dialogs.ts'
import { prefer, preferences } from '../../preferences.ts'
import { strings } from '../../strings.ts'
import { Dialog } from './dialog.tsx'

const words = strings.keys

/** The key that sends: the platform's own. */
export const SEND_KEY = /Mac|iPhone|iPad/.test(navigator.platform) ? '⌘ Enter' : 'Ctrl Enter'

const GROUPS: [title: string, rows: [what: string, ...keys: string[]][]][] = [
  [
    words.groups.list,
    [
      [words.next, 'J', '↓'],
      [words.previous, 'K', '↑'],
      [words.open, 'Enter'],
    ],
  ],
  [
    words.groups.ticket,
    [
      [words.reply, 'R'],
      [words.note, 'N'],
      [words.solve, 'E'],
      [words.assign, 'A'],
      [words.contact, 'I'],
    ],
  ],
  [
    words.groups.writing,
    [
      [words.send, SEND_KEY],
      [words.editLast, '↑'],
      [words.leave, 'Esc'],
    ],
  ],
  [words.groups.anywhere, [[words.keys, '?']]],
]

export function KeysDialog() {
  if (dialog.value !== 'keys') return null
  return (
    <Dialog
      title={words.title}
      wide
      onClose={() => {
        dialog.value = null
      }}
    >
      <div class="keys">
        {GROUPS.map(([title, rows]) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {rows.map(([what, ...keys]) => (
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
        ))}
      </div>
      <Switch on={preferences.value.letterKeys} onChange={(letterKeys) => prefer({ letterKeys })}>
        {words.letters}
      </Switch>
    </Dialog>
  )
}
