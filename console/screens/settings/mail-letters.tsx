// Every letter that is written, by what it is for: which can be switched off, which never are and why, and how each reads. Partner:
// mail.tsx, which saves.

import { useState } from 'preact/hooks'
import { LETTERS, type Letter, OPTIONAL_LETTERS, type OptionalLetter } from '../../../protocol/letters.ts'
import type { MailState } from '../../../protocol/mail-settings.ts'
import { LockIcon } from '../../../ui/icons.tsx'
import { mailPage as words } from '../../strings/mail-page.ts'
import { Choice, Part, Row, SwitchRow } from './parts.tsx'

type Ground = 'light' | 'dark'
type Group = (typeof LETTERS)[Letter]
type Shown = MailState['letters'][number]

const GROUPS = ['conversation', 'proof', 'merge', 'desk'] as const satisfies readonly Group[]
const isOptional = (letter: Letter): letter is OptionalLetter =>
  OPTIONAL_LETTERS.some((one) => one === letter)

export function Letters(props: {
  letters: MailState['letters']
  /** Who they come from, as mail programs show it. */
  from: string
  off: readonly OptionalLetter[]
  onOff: (off: OptionalLetter[]) => void
}) {
  const { off } = props
  const [ground, setGround] = useState<Ground>('light')
  return (
    <>
      <Part title={words.letters} hint={words.lettersHint}>
        <Row title={words.ground}>
          <Choice
            label={words.ground}
            value={ground}
            options={(['light', 'dark'] as const).map((value) => ({ value, label: words.grounds[value] }))}
            onChange={setGround}
          />
        </Row>
      </Part>
      {GROUPS.map((group) => (
        <Part
          key={group}
          title={words.groups[group]}
          hint={words.why[group]}
          action={
            group !== 'conversation' && (
              <span class="letter-always">
                <LockIcon size={16} />
                {words.always}
              </span>
            )
          }
        >
          {props.letters
            .filter(({ letter }) => LETTERS[letter] === group)
            .map((shown) => {
              const { letter } = shown
              return (
                <>
                  {isOptional(letter) && (
                    <SwitchRow
                      title={words.optional[letter][0]}
                      hint={words.optional[letter][1]}
                      on={!off.includes(letter)}
                      onChange={(on) =>
                        props.onOff(on ? off.filter((one) => one !== letter) : [...off, letter])
                      }
                    />
                  )}
                  <LetterRow key={letter} shown={shown} from={props.from} ground={ground} />
                </>
              )
            })}
        </Part>
      ))}
    </>
  )
}

function LetterRow({ shown, from, ground }: { shown: Shown; from: string; ground: Ground }) {
  return (
    <div class="part-row">
      <div class="part-what">
        <div class="part-title">{words.when[shown.letter]}</div>
        {shown.versions.map(({ to, replyTo, subject, text }) => (
          <details key={to} class="letter">
            <summary>
              {subject}
              {shown.versions.length > 1 && ` (${to})`}
            </summary>
            <div class="letter-page" style={{ colorScheme: ground }}>
              <dl>
                <dt>{words.from}</dt>
                <dd>{from}</dd>
                <dt>{words.to}</dt>
                <dd>{to}</dd>
                {replyTo && (
                  <>
                    <dt>{words.answersTo}</dt>
                    <dd>{replyTo}</dd>
                  </>
                )}
              </dl>
              <pre>{text}</pre>
            </div>
          </details>
        ))}
      </div>
    </div>
  )
}
