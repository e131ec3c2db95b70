// What went to the host's endpoint, and how each attempt ended, for admins. Nothing is sent from here: server/webhooks/routes.ts says why.

import { useEffect, useState } from 'preact/hooks'
import type { Deliveries, DeliveryShown } from '../../../protocol/deliveries.ts'
import { Blank, Button, Pill, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import { fullTime } from '../../../ui/time.ts'
import { call } from '../../http.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { Refused } from '../../socket.ts'
import { deliveries as words } from '../../strings/deliveries.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { ago, Body, Part, Row } from './parts.tsx'

const TONES = { waiting: 'warning', delivered: 'success', given_up: 'danger' } as const

export function DeliveriesPage() {
  const [told, setTold] = useState<Deliveries | Refused | null>(null)
  const read = () => call<Deliveries>('GET', '/api/console/deliveries').then(setTold, setTold)
  useEffect(() => void read(), [])
  if (told === null) {
    return (
      <Body>
        <Skeleton label={strings.loading} lines={8} />
      </Body>
    )
  }
  if (told instanceof Refused) {
    return (
      <Blank
        icon={<AlertIcon />}
        title={words.notRead}
        action={<Button onClick={read}>{strings.tryAgain}</Button>}
        urgent
      >
        {sentenceOf(told)}
      </Blank>
    )
  }
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
