// What went to the host's endpoint, and how each attempt ended, for admins. Nothing is sent from here: server/webhooks/routes.ts says why.

import type { Deliveries, DeliveryShown } from '../../../protocol/deliveries.ts'
import { Button, Pill } from '../../../ui/controls.tsx'
import { fullTime } from '../../../ui/time.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { deliveries as words } from '../../strings/deliveries.ts'
import { strings } from '../../strings.ts'
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
          <Delivery key={delivery.id} delivery={delivery} />
        ))}
      </Part>
    </Body>
  )
}

function Delivery({ delivery }: { delivery: DeliveryShown }) {
  const { id, type, state, createdAt, attempts, ticketId } = delivery
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
