// What went to the host's endpoint, how each attempt ended, and the way to send one again, for admins. Partner: server/webhooks/.

import type { Deliveries, DeliveryShown } from '../../../protocol/deliveries.ts'
import { Button, Pill } from '../../../ui/controls.tsx'
import { fullTime } from '../../../ui/time.ts'
import { call } from '../../http.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { deliveries as words } from '../../strings/deliveries.ts'
import { strings } from '../../strings.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { ago, Body, Part, Row } from './parts.tsx'
import { useTold } from './told.tsx'

const TONES = { waiting: 'warning', delivered: 'success', given_up: 'danger' } as const

export function DeliveriesPage() {
  const { told, instead, read } = useTold<Deliveries>('/api/console/deliveries', 8, words.notRead)
  if (!told) return instead
  return (
    <Body>
      <Part title={words.endpoint} hint={words.endpointHint}>
        <Row title={told.endpoint ?? <span class="quiet">{words.noEndpoint}</span>} />
      </Part>
      <Part
        title={words.log}
        hint={words.logHint}
        action={
          <Button size="s" onClick={read}>
            {words.refresh}
          </Button>
        }
      >
        {told.deliveries.length === 0 && <Row title={<span class="quiet">{words.empty}</span>} />}
        {told.deliveries.map((delivery) => (
          <Delivery key={delivery.id} delivery={delivery} onSent={read} />
        ))}
      </Part>
    </Body>
  )
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
  const { id, type, state, createdAt, attempts, ticketId, mayBeRepeated } = delivery
  const ticket = { ticketId, pane: 'thread' } as const
  return (
    <Row
      title={<code>{type}</code>}
      hint={
        <details class="delivery">
          <summary>
            {ago(createdAt)} · {words.attempts(attempts.length)}
          </summary>
          <ul>
            <li>
              <code>{id}</code>
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
