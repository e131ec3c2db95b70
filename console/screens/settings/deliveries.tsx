// Webhooks, for admins: the endpoints, then what went to them, how each attempt ended, and the way to send one again. Partners:
// endpoints.tsx, server/webhooks/.

import { useState } from 'preact/hooks'
import type { Deliveries, DeliveryShown } from '../../../protocol/settings/deliveries.ts'
import type { EndpointsState } from '../../../protocol/settings/endpoints.ts'
import { Button, Pill } from '../../../ui/controls.tsx'
import { fullTime } from '../../../ui/time.ts'
import { call } from '../../line/http.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { deliveries as words } from '../../strings/deliveries.ts'
import { endpoints as endpointWords } from '../../strings/endpoints.ts'
import { strings } from '../../strings.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { ENDPOINTS_PATH } from './endpoint-form.tsx'
import { Endpoints } from './endpoints.tsx'
import { ago, Body, Part, Row } from './parts.tsx'
import { useTold } from './told.tsx'

const TONES = { waiting: 'warning', delivered: 'success', given_up: 'danger' } as const

export function DeliveriesPage() {
  const log = useTold<Deliveries>(PATH, 8, words.notRead)
  const [isReading, setReading] = useState(false)
  const kept = useTold<EndpointsState>(ENDPOINTS_PATH, 8, endpointWords.notRead)
  if (!kept.told) return kept.instead
  if (!log.told) return log.instead
  const { deliveries, next } = log.told
  /** As far down as it was read, and a page further. */
  const readTo = async (count: number) => {
    setReading(true)
    try {
      log.setTold(await newest(count))
    } catch (error) {
      tellTrouble(words.notReadOn, error)
    }
    setReading(false)
  }
  const readAgain = () => readTo(deliveries.length)
  return (
    <Body>
      <Endpoints
        state={kept.told}
        deliveries={deliveries}
        setState={kept.setTold}
        onLook={() => Promise.all([kept.read(), readAgain()])}
      />
      <Part
        title={words.log}
        hint={words.logHint}
        action={
          <Button size="s" onClick={readAgain}>
            {words.refresh}
          </Button>
        }
      >
        {deliveries.length === 0 && <Row title={<span class="quiet">{words.empty}</span>} />}
        {deliveries.map((delivery) => (
          <Delivery key={delivery.id} delivery={delivery} onSent={readAgain} />
        ))}
        {next && (
          <Row
            title={
              <Button size="s" look="quiet" busy={isReading} onClick={() => readTo(deliveries.length + 1)}>
                {words.older}
              </Button>
            }
          />
        )}
      </Part>
    </Body>
  )
}

const PATH = '/api/console/deliveries'

/** Page by page, from the newest on, until there are so many or no more: what was read before may stand otherwise now. */
async function newest(count: number): Promise<Deliveries> {
  const all: Deliveries = { deliveries: [], next: null }
  do {
    const before = all.next ? `?before=${encodeURIComponent(all.next)}` : ''
    const page = await call<Deliveries>('GET', `${PATH}${before}`)
    all.deliveries.push(...page.deliveries)
    all.next = page.next ?? null
  } while (all.next && all.deliveries.length < count)
  return all
}

async function sendAgain(id: string, onSent: () => Promise<void>): Promise<void> {
  try {
    await call('POST', `/api/console/deliveries/${encodeURIComponent(id)}/repeats`)
    tell(words.sentAgain)
  } catch (error) {
    tellTrouble(words.notSent, error)
  }
  await onSent()
}

function Delivery({ delivery, onSent }: { delivery: DeliveryShown; onSent: () => Promise<void> }) {
  const { id, type, url, state, createdAt, attempts, ticketId, mayBeRepeated } = delivery
  const ticket = { ticketId, pane: 'thread' } as const
  return (
    <Row
      title={words.what(type)}
      hint={
        <details class="delivery">
          <summary>
            {ago(createdAt)} · {words.attempts(attempts.length)} · {placeOf(url)}
          </summary>
          <ul>
            <li>
              <code>
                {type} {id}
              </code>
            </li>
            {attempts.map(({ at, outcome, status }) => (
              <li key={at}>{words.attempt(fullTime(at), strings.outcomes[outcome], status)}</li>
            ))}
          </ul>
        </details>
      }
    >
      <Pill tone={TONES[state]}>{words.states[state]}</Pill>
      {mayBeRepeated && (
        <Button size="s" aria-label={words.againOf(type, id)} onClick={() => sendAgain(id, onSent)}>
          {words.again}
        </Button>
      )}
      {ticketId && (
        <a
          class="hd-button hd-secondary hd-size-s delivery-ticket"
          href={addressOf({ ...route.value, ...ticket })}
          onClick={goOnClick(ticket)}
        >
          <span>{words.ticket}</span>
        </a>
      )}
    </Row>
  )
}

/** As long as it tells two of one host apart. */
function placeOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { host, pathname } = new URL(url)
  return pathname === '/' ? host : host + pathname
}
