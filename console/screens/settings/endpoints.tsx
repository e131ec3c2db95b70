// Endpoints for webhooks: who is told what, a test, a secret that is shown once. What the operator has set stands first and stays.
// Partners: deliveries.tsx, the log under it; protocol/settings/endpoint-rules.ts; server/webhooks/endpoints.ts.

import { useState } from 'preact/hooks'
import type { Attempt } from '../../../protocol/account-merge.ts'
import { ENDPOINTS } from '../../../protocol/limits.ts'
import type { DeliveryShown } from '../../../protocol/settings/deliveries.ts'
import { isTaken, OFF_AFTER_DAYS, OLD_SECRET_HOURS } from '../../../protocol/settings/endpoint-rules.ts'
import type {
  Endpoint,
  EndpointSwitchedOn,
  EndpointsState,
  EndpointWithSecret,
} from '../../../protocol/settings/endpoints.ts'
import { Button, Pill } from '../../../ui/controls.tsx'
import { LockIcon, MoreIcon } from '../../../ui/icons.tsx'
import { fullTime } from '../../../ui/time.ts'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import { deliveries as logWords } from '../../strings/deliveries.ts'
import { endpoints as words } from '../../strings/endpoints.ts'
import { strings } from '../../strings.ts'
import { putAway, tell, tellTrouble } from '../../toasts.ts'
import { unsaved } from '../../unsaved.ts'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { Removal } from '../parts/removal.tsx'
import { ENDPOINTS_PATH, EndpointForm, type EndpointTyped } from './endpoint-form.tsx'
import { ago, Part, Row } from './parts.tsx'
import { SecretDialog } from './secret-dialog.tsx'

type Asked = { what: 'remove' | 'renew'; endpoint: Endpoint }

export function Endpoints(props: {
  state: EndpointsState
  deliveries: readonly DeliveryShown[]
  setState: (next: EndpointsState) => void
  /** What is kept, and what was sent, are read anew. */
  onLook: () => Promise<unknown>
}) {
  const { fixed, endpoints, version } = props.state
  const [open, setOpen] = useState<string | null>(null)
  /** In the form of one that was made while it was typed on. */
  const [typed, setTyped] = useState<EndpointTyped | undefined>()
  const [asked, ask] = useState<Asked | null>(null)
  const [secret, setSecret] = useState<string | null>(null)

  function take({ secret, ...state }: EndpointsState & Partial<EndpointWithSecret>, typed?: EndpointTyped) {
    const made = state.endpoints.find(({ id }) => !endpoints.some((known) => known.id === id))
    const goesOn = typed ? (made?.id ?? open) : null
    props.setState(state)
    // Another one may have been opened since, or asked about.
    setOpen((now) => (now === open ? goesOn : now))
    setTyped(typed)
    ask((now) => (now === asked ? null : now))
    if (secret) setSecret(secret)
  }

  async function change(endpoint: Endpoint, change: Partial<Endpoint>, done: string): Promise<void> {
    const { url, events, isPaused } = { ...endpoint, ...change }
    try {
      take(await call('PUT', `${ENDPOINTS_PATH}/${endpoint.id}`, { version, url, events, isPaused }))
      tell(done)
    } catch (error) {
      tellTrouble(words.notDone, error)
      if (error instanceof Refused && error.code === 'setting.changed') await props.onLook()
    }
  }

  async function test({ id, url }: Endpoint): Promise<void> {
    try {
      const attempt = await call<Attempt>('POST', `${ENDPOINTS_PATH}/${id}/tests`, {})
      if (isTaken(attempt)) tell(saysTest(url, attempt))
      else tellTrouble(saysTest(url, attempt), null)
    } catch (error) {
      tellTrouble(words.notDone, error)
    }
    await props.onLook()
  }

  async function switchOn({ id, url }: Endpoint): Promise<void> {
    try {
      const { test, ...state } = await call<EndpointSwitchedOn>('POST', `${ENDPOINTS_PATH}/${id}/returns`, {
        version,
      })
      take(state)
      if (isTaken(test)) tell(words.isOn(saysTest(url, test)))
      else tellTrouble(words.onAndFailed(saysTest(url, test)), null)
    } catch (error) {
      tellTrouble(words.notDone, error)
    }
    await props.onLook()
  }

  const itemsOf = (endpoint: Endpoint): MenuItem[] => [
    { label: words.change, run: () => begin(endpoint.id) },
    { label: words.test, run: () => void test(endpoint) },
    ...(endpoint.off ? [] : [pausing(endpoint)]),
    { label: words.renew, begins: true, run: () => ask({ what: 'renew', endpoint }) },
    { label: words.remove, run: () => ask({ what: 'remove', endpoint }) },
  ]
  const pausing = (endpoint: Endpoint): MenuItem =>
    endpoint.isPaused
      ? { label: words.resume, run: () => void change(endpoint, { isPaused: false }, words.goesOn) }
      : { label: words.pause, run: () => void change(endpoint, { isPaused: true }, words.isPaused) }
  const begin = (id: string) =>
    unsaved.leave(() => {
      putAway()
      setTyped(undefined)
      setOpen(id)
    })
  const form = (endpoint?: Endpoint) => (
    <EndpointForm
      key={endpoint?.id ?? 'new'}
      endpoint={endpoint}
      typed={typed}
      version={version}
      onSaved={take}
      onStale={props.onLook}
      onCancel={() => setOpen(null)}
    />
  )

  return (
    <Part
      title={words.title}
      hint={words.hint}
      action={
        open === null &&
        endpoints.length < ENDPOINTS && (
          <Button size="s" look="primary" onClick={() => begin('new')}>
            {words.add}
          </Button>
        )
      }
    >
      {open === 'new' && form()}
      {fixed && (
        <Row title={fixed} hint={words.fixed}>
          <LockIcon size={16} />
        </Row>
      )}
      {endpoints.map((endpoint) =>
        open === endpoint.id ? (
          form(endpoint)
        ) : (
          <Row
            key={endpoint.id}
            title={endpoint.url}
            hint={
              <>
                {words.tells(endpoint.events)}
                <br />
                {lastOf(endpoint, props.deliveries)}
                {endpoint.oldSecretUntil && <> · {words.oldSecret(fullTime(endpoint.oldSecretUntil))}</>}
                <Failing endpoint={endpoint} />
              </>
            }
          >
            {endpoint.off && (
              <>
                <Pill tone="danger">{words.off}</Pill>
                <Button
                  size="s"
                  look="primary"
                  aria-label={words.onOf(endpoint.url)}
                  onClick={() => switchOn(endpoint)}
                >
                  {words.on}
                </Button>
              </>
            )}
            {endpoint.isPaused && <Pill tone="warning">{words.paused}</Pill>}
            <Menu
              class="access-menu"
              label={words.actions(endpoint.url)}
              title={endpoint.url}
              items={itemsOf(endpoint)}
            >
              <MoreIcon size={16} />
            </Menu>
          </Row>
        ),
      )}
      {!fixed && endpoints.length === 0 && open === null && (
        <Row title={<span class="quiet">{words.none}</span>} />
      )}
      {asked && (
        <Question
          asked={asked}
          version={version}
          onDone={(state) => {
            take(state)
            if (asked.what === 'remove') tell(words.removed)
          }}
          onClose={() => ask(null)}
        />
      )}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </Part>
  )
}

function Question(props: {
  asked: Asked
  version: number
  onDone: (state: EndpointsState) => void
  onClose: () => void
}) {
  const { what, endpoint } = props.asked
  const path = `${ENDPOINTS_PATH}/${endpoint.id}`
  const { version } = props
  const [title, label, failed] =
    what === 'remove'
      ? [words.removeTitle, words.removeIt, words.notRemoved]
      : [words.renewTitle, words.renewIt, words.notRenewed]
  return (
    <Removal
      {...{ title, label, failed }}
      look={what === 'remove' ? 'danger' : 'primary'}
      remove={async () =>
        props.onDone(
          what === 'remove'
            ? await call('DELETE', `${path}?version=${version}`)
            : await call('POST', `${path}/secrets`, { version }),
        )
      }
      onClose={props.onClose}
    >
      {what === 'remove' ? words.removeText(endpoint.url) : words.renewText(OLD_SECRET_HOURS)}
    </Removal>
  )
}

function Failing({ endpoint: { failing, off } }: { endpoint: Endpoint }) {
  if (off) {
    const { at, since, outcome, status } = off
    return (
      <strong class="endpoint-trouble">
        {words.offSince(fullTime(at), fullTime(since), strings.outcomes[outcome], status)}
      </strong>
    )
  }
  if (!failing) return null
  return <strong class="endpoint-trouble">{words.failing(fullTime(failing.since), OFF_AFTER_DAYS)}</strong>
}

const saysTest = (url: string, { outcome, status, tookMs }: Attempt) =>
  isTaken({ outcome })
    ? words.tested(url, status, tookMs)
    : words.testFailed(url, strings.outcomes[outcome], status)

function lastOf({ id }: Endpoint, deliveries: readonly DeliveryShown[]): string {
  const last = deliveries.find(({ endpointId }) => endpointId === id)
  return last ? words.last(logWords.states[last.state].toLocaleLowerCase(), ago(last.createdAt)) : words.never
}
