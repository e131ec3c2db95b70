// The dry run: what the rule, as it is kept, would have done to last month's tickets, while it is being found out and afterwards.
// Partner: console/verbs/ruling.ts, which asks for slice after slice.

import { useEffect, useState } from 'preact/hooks'
import type { Rule, RuleHit } from '../../../protocol/desk/rules.ts'
import { Button } from '../../../ui/controls.tsx'
import { clockTime, dayAhead } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { addressOf } from '../../route.ts'
import { rulePage as words } from '../../strings/rule-page.ts'
import { tellTrouble } from '../../toasts.ts'
import { stopTrying, trying, tryRule } from '../../verbs/ruling.ts'
import { ago } from '../settings/parts.tsx'
import { names } from './names.ts'

/** Tickets shown at first, and with each press. */
const SHOWN = 25

export function TrialPart({ rule, isChanged }: { rule: Rule | undefined; isChanged: boolean }) {
  const [shown, setShown] = useState(SHOWN)
  // Nobody looks any more.
  useEffect(() => stopTrying, [])
  const mine = trying.value?.ruleId === rule?.id && rule ? trying.value : null
  const isRunning = mine?.isRunning ?? false
  const hits = mine && rule?.version === mine.version ? mine.hits : []
  const trial = rule?.trial
  const begin = () => {
    setShown(SHOWN)
    if (rule) tryRule(rule).catch((error) => tellTrouble(words.notTried, error))
  }
  return (
    <section class="macro-part rule-trial">
      <header>
        <h3>{words.trial}</h3>
        {isRunning ? (
          <Button size="s" onClick={stopTrying}>
            {words.stop}
          </Button>
        ) : (
          <Button size="s" disabled={!rule || isChanged} onClick={begin}>
            {trial ? words.tryAgain : words.tryIt}
          </Button>
        )}
      </header>
      <p class="quiet">{!rule || isChanged ? words.saveFirst : words.trialHint}</p>
      {trial && isRunning && (
        <progress
          aria-label={words.trial}
          max={Date.parse(trial.to) - Date.parse(trial.from)}
          value={Date.parse(trial.to) - Date.parse(trial.reached)}
        />
      )}
      <p role="status">{trial && rule && said(rule, isRunning, mine !== null)}</p>
      {hits.length > 0 && (
        <ul class="rule-hits" aria-label={words.hits}>
          {hits.slice(0, shown).map((hit) => (
            <Hit key={hit.ticketId} hit={hit} />
          ))}
        </ul>
      )}
      {hits.length > shown && (
        <div>
          <Button size="s" look="quiet" onClick={() => setShown(shown + SHOWN)}>
            {words.more(hits.length - shown)}
          </Button>
        </div>
      )}
    </section>
  )
}

function said({ trial }: Rule, isRunning: boolean, isMine: boolean): string {
  if (!trial) return ''
  if (isRunning) return words.looked(trial.looked, dayAhead(trial.reached, now.value).day)
  if (trial.next !== null) return `${words.stopped(trial.looked)} ${words.trialGone}`
  const result = words.result(trial.runs, trial.tickets, trial.looked)
  return isMine ? result : `${result} ${words.triedBy(trial.by, ago(trial.to))}`
}

function Hit({ hit }: { hit: RuleHit }) {
  const { ticketId, number, subject, times, at, done, leftOut } = hit
  const href = addressOf({ view: 'unsolved', ticketId, pane: 'thread' })
  return (
    <li>
      {/* In a tab of its own: the dry run stays where it is. */}
      <a href={href} target="_blank" rel="noreferrer">
        #{number} {subject}
      </a>
      <span class="quiet"> {words.hit(times, `${dayAhead(at, now.value).day}, ${clockTime(at)}`)}</span>
      {done.length > 0 && <p>{words.actions(done, names)}</p>}
      {leftOut.map(({ action, why }, index) => (
        <p class="quiet" key={index}>
          {words.left(words.actions([action], names), words.leftOut(why))}
        </p>
      ))}
    </li>
  )
}
