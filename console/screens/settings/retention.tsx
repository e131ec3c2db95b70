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
import { tell } from '../../toasts.ts'
import { Meanwhile } from '../parts/meanwhile.tsx'
import { AskedFirst } from '../parts/unsaved.tsx'
import { ago, Body, Part, Row } from './parts.tsx'
import { useTold } from './told.tsx'
import { useDraft } from './use-draft.ts'

const PATH = '/api/console/retention'
/** What is offered, in days; what was set otherwise stays among them. */
const OFFERED = [30, 90, 180, 365, 730, 1095, 1825, 3650]
const EVER = 'ever'
const AS_ALL = 'as all'

export function RetentionPage() {
  const page = useTold<RetentionState>(PATH, 5, words.notRead)
  const form = useDraft(page, { path: PATH, of: retentionOf, notSaved: words.notSaved })
  const { told } = page
  if (!told || !form) return page.instead
  const { draft: shown } = form
  const choose = (next: Retention) => form.edit(retentionOf(next))

  async function save(over?: number): Promise<void> {
    const next = await form?.save(shown, over)
    if (next) tell(next.nextRunAt ? words.saved : words.savedOff)
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
      {form.isChanged && (
        <footer class="settings-foot retention-foot">
          {form.isStale ? (
            <Meanwhile onTheirs={form.discard} onMine={() => save(told.version)} />
          ) : (
            <Preview
              key={JSON.stringify(shown)}
              asked={shown}
              isBusy={form.isBusy}
              onSave={() => save()}
              onDiscard={form.discard}
            />
          )}
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

function Preview(props: { asked: Retention; isBusy: boolean; onSave: () => void; onDiscard: () => void }) {
  const [counted, setCounted] = useState<RetentionPreview | Refused | null>(null)
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
        <Button look={tickets > 0 ? 'danger' : 'primary'} busy={props.isBusy} onClick={props.onSave}>
          {tickets > 0 ? words.saveAndRemove(tickets) : words.save}
        </Button>
        <Button look="quiet" onClick={props.onDiscard}>
          {words.discard}
        </Button>
      </div>
    </>
  )
}

/** In an order of its own, so that what is the same reads the same. */
const retentionOf = ({ days, types }: Retention): Retention => ({
  days,
  types: types.map(({ type, days }) => ({ type, days })).sort((a, b) => a.type.localeCompare(b.type)),
})

const dayOf = (at: string) =>
  new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'long', year: 'numeric' })

function nightOf(at: string): string {
  const { day } = dayAhead(at, now.value)
  const time = new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })
  return `${day}, ${time}`
}
