// Every letter that is written, by what it is for: which can be switched off, which never are and why, and how each reads, in each
// language, as HTML and as plain text. Partner: mail.tsx, which saves.

import { type ComponentChildren, Fragment } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { LETTERS, type Letter, OPTIONAL_LETTERS, type OptionalLetter } from '../../../protocol/letters.ts'
import type { WrittenLetters } from '../../../protocol/settings/mail-settings.ts'
import { Notice, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon, LockIcon } from '../../../ui/icons.tsx'
import { call } from '../../line/http.ts'
import type { Refused } from '../../line/socket.ts'
import { mailPage as words } from '../../strings/mail-page.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { Choice, Part, Row, SwitchRow } from './parts.tsx'

const PATH = '/api/console/mail/letters'

type Ground = 'light' | 'dark'
type Face = 'drawn' | 'text'
type Group = (typeof LETTERS)[Letter]
type Shown = WrittenLetters['letters'][number]

const GROUPS = ['conversation', 'proof', 'merge', 'desk'] as const satisfies readonly Group[]
const isOptional = (letter: Letter): letter is OptionalLetter =>
  OPTIONAL_LETTERS.some((one) => one === letter)

export function Letters(props: {
  /** Another one whenever how they go out was changed: they may read otherwise then. */
  version: number
  /** Who they come from, as mail programs show it. */
  from: string
  off: readonly OptionalLetter[]
  onOff: (off: OptionalLetter[]) => void
}) {
  const { off } = props
  const [ground, setGround] = useState<Ground>('light')
  const [face, setFace] = useState<Face>('drawn')
  const [locale, setLocale] = useState('')
  const [written, setWritten] = useState<WrittenLetters | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  useEffect(() => {
    let isMeant = true
    call<WrittenLetters>('GET', `${PATH}?locale=${locale}`).then(
      (answer) => {
        if (!isMeant) return
        setWritten(answer)
        setRefused(null)
      },
      (error) => void (isMeant && setRefused(error)),
    )
    return () => {
      isMeant = false
    }
  }, [locale, props.version])
  return (
    <>
      <Part title={words.letters} hint={words.lettersHint}>
        <Row title={words.language} hint={words.languageHint}>
          <select
            class="hd-input"
            aria-label={words.language}
            value={locale || written?.locale}
            onChange={(event) => setLocale(event.currentTarget.value)}
          >
            {written?.locales.map((one) => (
              <option key={one} value={one}>
                {words.nameOf(one)}
              </option>
            ))}
          </select>
        </Row>
        <Row title={words.face}>
          <Choice
            label={words.face}
            value={face}
            options={(['drawn', 'text'] as const).map((value) => ({ value, label: words.faces[value] }))}
            onChange={setFace}
          />
        </Row>
        <Row title={words.ground}>
          <Choice
            label={words.ground}
            value={ground}
            options={(['light', 'dark'] as const).map((value) => ({ value, label: words.grounds[value] }))}
            onChange={setGround}
          />
        </Row>
        {refused && (
          <div class="part-row">
            <Notice tone="danger" icon={<AlertIcon />} urgent>
              {words.lettersNotRead} {sentenceOf(refused)}
            </Notice>
          </div>
        )}
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
          {written ? (
            written.letters
              .filter(({ letter }) => LETTERS[letter] === group)
              .map((shown) => {
                const { letter } = shown
                return (
                  <Fragment key={letter}>
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
                    <LetterRow
                      {...{ shown, from: props.from, ground, face, locale: written.locale }}
                      version={props.version}
                    />
                  </Fragment>
                )
              })
          ) : (
            <div class="part-row">
              <Skeleton label={strings.loading} lines={2} />
            </div>
          )}
        </Part>
      ))}
    </>
  )
}

function LetterRow(props: {
  shown: Shown
  from: string
  ground: Ground
  face: Face
  locale: string
  version: number
}) {
  const { shown, from, ground, face, locale, version } = props
  return (
    <div class="part-row">
      <div class="part-what">
        <div class="part-title">{words.when[shown.letter]}</div>
        {shown.versions.map(({ to, replyTo, locale: own, subject, text }, at) => (
          <OneLetter key={to} subject={subject} to={shown.versions.length > 1 && to}>
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
              {face === 'text' ? (
                <pre lang={own} dir="auto">
                  {text}
                </pre>
              ) : (
                <Drawn
                  key={`${locale} ${ground} ${version}`}
                  title={subject}
                  address={`${PATH}/${shown.letter}/${at}?locale=${locale}&ground=${ground}`}
                />
              )}
            </div>
          </OneLetter>
        ))}
      </div>
    </div>
  )
}

/** What is in it is fetched when it is opened. */
function OneLetter(props: { subject: string; to: string | false; children: ComponentChildren }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details class="letter" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <bdi>{props.subject}</bdi>
        {props.to && ` (${props.to})`}
      </summary>
      {isOpen && props.children}
    </details>
  )
}

/** A page of its own, which runs no script; as high as what is in it. */
function Drawn({ title, address }: { title: string; address: string }) {
  const [height, setHeight] = useState(0)
  return (
    <iframe
      class="letter-drawn"
      title={title}
      src={address}
      sandbox="allow-same-origin"
      style={height ? { height: `${height}px` } : {}}
      onLoad={(event) => setHeight(event.currentTarget.contentDocument?.documentElement.scrollHeight ?? 0)}
    />
  )
}
