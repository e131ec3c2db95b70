// How long solved tickets are kept, for admins. Before anything is saved the server counts what would go by it, and the button says
// so. Partners: protocol/settings/retention.ts, server/retention/.

import { useEffect, useState } from 'preact/hooks'
import { DELIVERY_KEPT_DAYS, GAP_KEPT_DAYS, PROOF_KEPT_DAYS } from '../../../protocol/limits.ts'
import type { Retention, RetentionPreview, RetentionState } from '../../../protocol/settings/retention.ts'
import { Button, Notice } from '../../../ui/controls.tsx'
import { AlertIcon, InfoIcon } from '../../../ui/icons.tsx'
import { dayAhead } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import { typeName, types } from '../../state.ts'
import { retention as words } from '../../strings/retention.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { AskedFirst } from '../parts/unsaved.tsx'
import { ago, Body, Part, Row } from './parts.tsx'
import { useTold } from './told.tsx'

const PATH = '/api/console/retention'
/** What is offered, in days; what was set otherwise stays among them. */
const OFFERED = [30, 90, 180, 365, 730, 1095, 1825, 3650]
const EVER = 'ever'
const AS_ALL = 'as all'

export function RetentionPage() {
  const { told, instead, setTold, read } = useTold<RetentionState>(PATH, 5, words.notRead)
  const [chosen, setChosen] = useState<Retention | null>(null)
  if (!told) return instead
  const known: Retention = { days: told.days, types: told.types }
  const shown = chosen ?? known
  const choose = (next: Retention) => setChosen(isSame(next, known) ? null : next)

  async function save(asked: Retention): Promise<void> {
    try {
      const next = await call<RetentionState>('PUT', PATH, { version: told?.version ?? 0, ...asked })
      setTold(next)
      setChosen(null)
      tell(next.nextRunAt ? words.saved : words.savedOff)
    } catch (error) {
      tellTrouble(words.notSaved, error)
      if (!(error instanceof Refused)) throw error
      if (error.code === 'setting.changed') {
        setChosen(null)
        await read()
      }
    }
  }

  const names = types.value.map(({ name }) => name)
  const { lastRun, nextRunAt, changedBy, changedAt } = told
  return (
    <div class="settings-form retention">
      <Body>
        <Part title={words.title} hint={words.hint}>
          <Row title={words.all}>
            <Choose
              label={words.all}
              value={shown.days === null ? EVER : String(shown.days)}
              days={shown.days}
              onChange={(value) => choose({ ...shown, days: value === EVER ? null : Number(value) })}
            />
          </Row>
        </Part>
        <Part title={words.types} hint={words.typesHint}>
          {names.map((type) => {
            const own = shown.types.find((one) => one.type === type)
            const others = shown.types.filter((one) => one.type !== type)
            const value = own ? (own.days === null ? EVER : String(own.days)) : AS_ALL
            return (
              <Row key={type} title={typeName(type)}>
                <Choose
                  label={words.ofType(typeName(type))}
                  value={value}
                  days={own?.days ?? null}
                  asAll
                  onChange={(next) =>
                    choose({
                      ...shown,
                      types:
                        next === AS_ALL
                          ? others
                          : [...others, { type, days: next === EVER ? null : Number(next) }],
                    })
                  }
                />
              </Row>
            )
          })}
        </Part>
        <Part title={words.nights} hint={words.copies}>
          <Row
            title={nextRunAt ? words.next(nightOf(nextRunAt)) : words.off}
            hint={
              lastRun &&
              (lastRun.isOver ? words.last(lastRun.removed, ago(lastRun.at)) : words.going(lastRun.removed))
            }
          />
        </Part>
        <Part title={words.always} hint={words.alwaysHint}>
          <Row title={words.proofs} hint={words.proofsHint}>
            {words.after(PROOF_KEPT_DAYS)}
          </Row>
          <Row title={words.deliveries} hint={words.deliveriesHint}>
            {words.after(DELIVERY_KEPT_DAYS)}
          </Row>
          <Row title={words.gaps} hint={words.gapsHint}>
            {words.after(GAP_KEPT_DAYS)}
          </Row>
          <Row title={words.merges} hint={words.mergesHint}>
            {words.never}
          </Row>
        </Part>
        {changedBy && changedAt && <p class="quiet">{words.lastChanged(changedBy, ago(changedAt))}</p>}
      </Body>
      {chosen && (
        <footer class="settings-foot retention-foot">
          <Preview
            key={JSON.stringify(chosen)}
            asked={chosen}
            onSave={save}
            onDiscard={() => setChosen(null)}
          />
          <AskedFirst />
        </footer>
      )}
    </div>
  )
}

function Choose(props: {
  label: string
  value: string
  days: number | null
  asAll?: boolean
  onChange: (value: string) => void
}) {
  const { days } = props
  const offered = days === null || OFFERED.includes(days) ? OFFERED : [...OFFERED, days].sort((a, b) => a - b)
  return (
    <select
      class="hd-input"
      aria-label={props.label}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    >
      {props.asAll && <option value={AS_ALL}>{words.asAll}</option>}
      <option value={EVER}>{words.ever}</option>
      {offered.map((one) => (
        <option key={one} value={String(one)}>
          {words.days(one)}
        </option>
      ))}
    </select>
  )
}

function Preview(props: {
  asked: Retention
  onSave: (asked: Retention) => Promise<void>
  onDiscard: () => void
}) {
  const [counted, setCounted] = useState<RetentionPreview | Refused | null>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    let isMeant = true
    const take = (answer: RetentionPreview | Refused) => void (isMeant && setCounted(answer))
    call<RetentionPreview>('POST', `${PATH}/previews`, props.asked).then(take, take)
    return () => {
      isMeant = false
    }
  }, [])
  if (counted instanceof Refused)
    return (
      <Notice tone="danger" icon={<AlertIcon />} urgent>
        {words.notCounted}
      </Notice>
    )
  if (!counted)
    return (
      <p class="quiet" role="status">
        {words.counting}
      </p>
    )
  const { tickets, oldestSolvedAt, kept, runsAt } = counted
  return (
    <>
      <Notice tone={tickets > 0 ? 'warning' : 'neutral'} icon={tickets > 0 ? <AlertIcon /> : <InfoIcon />}>
        {tickets === 0 ? (
          <p>{words.none}</p>
        ) : (
          <>
            <p>
              <strong>{words.would(tickets, nightOf(runsAt))}</strong>{' '}
              {oldestSolvedAt && words.oldest(dayOf(oldestSolvedAt))}
            </p>
            {counted.types.length > 1 && (
              <p>
                {words.ofThem(counted.types.map((one) => `${one.tickets} ${typeName(one.type)}`).join(', '))}
              </p>
            )}
            <p>{words.forGood}</p>
          </>
        )}
        {kept.map((one) => (
          <p key={one.why}>{words.stays(one.tickets, one.why)}</p>
        ))}
      </Notice>
      <div class="retention-do">
        <Button
          look={tickets > 0 ? 'danger' : 'primary'}
          busy={isBusy}
          onClick={async () => {
            setBusy(true)
            await props.onSave(props.asked)
            setBusy(false)
          }}
        >
          {tickets > 0 ? words.saveAndRemove(tickets) : words.save}
        </Button>
        <Button look="quiet" onClick={props.onDiscard}>
          {words.discard}
        </Button>
      </div>
    </>
  )
}

const isSame = (one: Retention, other: Retention): boolean => {
  const typesOf = ({ types }: Retention) =>
    types
      .map(({ type, days }) => `${type} ${days}`)
      .sort()
      .join()
  return one.days === other.days && typesOf(one) === typesOf(other)
}

const dayOf = (at: string) =>
  new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'long', year: 'numeric' })

function nightOf(at: string): string {
  const { day } = dayAhead(at, now.value)
  const time = new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
  return `${day}, ${time}`
}
