// The form of one endpoint: where, and told of what. What is wrong stands at its field, what saving does under it. Partner: endpoints.tsx.

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { ENDPOINT_MAX_CHARS } from '../../../protocol/limits.ts'
import { ENDPOINT_EVENTS, type EndpointEvent, endpointOf } from '../../../protocol/settings/endpoint-rules.ts'
import type { Endpoint, EndpointsState } from '../../../protocol/settings/endpoints.ts'
import { Button, TextField } from '../../../ui/controls.tsx'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import { endpoints as words } from '../../strings/endpoints.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { faulty } from '../parts/fields.tsx'
import { useIsHere, useLatest } from '../parts/is-here.ts'
import { Meanwhile } from '../parts/meanwhile.tsx'
import { onSubmit } from '../parts/sent-by.ts'
import { toFault } from '../parts/to-fault.ts'
import { AskedFirst, Unsaved } from '../parts/unsaved.tsx'

export const ENDPOINTS_PATH = '/api/console/endpoints'
/** What most hosts begin with. */
const OFFERED: readonly EndpointEvent[] = ['ticket.opened', 'ticket.solved']

export interface EndpointTyped {
  url: string
  events: readonly EndpointEvent[]
}

export function EndpointForm(props: {
  /** Absent: a new one. */
  endpoint?: Endpoint | undefined
  /** Since it was made. */
  typed?: EndpointTyped | undefined
  version: number
  /** @param typed since the press, and not saved yet */
  onSaved: (next: EndpointsState, typed?: EndpointTyped) => void
  /** Somebody else was quicker. */
  onStale: () => Promise<unknown>
  onCancel: () => void
}) {
  const known = { url: props.endpoint?.url ?? '', events: props.endpoint?.events ?? OFFERED }
  const form = useRef<HTMLFormElement>(null)
  const [url, setUrl] = useState(props.typed?.url ?? known.url)
  const [events, setEvents] = useState<readonly EndpointEvent[]>(props.typed?.events ?? known.events)
  const isHere = useIsHere()
  const latest = useLatest({ url, events })
  const [wrong, setWrong] = useState('')
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  /** Somebody else was quicker; theirs is read. */
  const [isStale, setStale] = useState(false)
  const faultId = useId()
  const hasNoEvent = isTried && events.length === 0
  const isChanged =
    url !== known.url || ENDPOINT_EVENTS.some((one) => events.includes(one) !== known.events.includes(one))

  function refuse(why: string) {
    setWrong(why)
    toFault()
  }

  // It stands where a button was: who pressed that goes on here.
  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  async function save(): Promise<void> {
    setTried(true)
    const read = endpointOf(url)
    if ('fault' in read) return refuse(words.wrong[read.fault])
    if (events.length === 0) return toFault()
    setBusy(true)
    const { endpoint, version } = props
    const asked = { version, url: read.url, events }
    try {
      const next: EndpointsState = endpoint
        ? await call('PUT', `${ENDPOINTS_PATH}/${endpoint.id}`, { ...asked, isPaused: endpoint.isPaused })
        : await call('POST', ENDPOINTS_PATH, asked)
      const isSame = latest.current.url === url && latest.current.events === events
      props.onSaved(next, isHere() && !isSame ? latest.current : undefined)
      setBusy(false)
      setStale(false)
      tell(words.saved)
    } catch (error) {
      setBusy(false)
      if (error instanceof Refused && error.code === 'endpoint.invalid') return refuse(error.message)
      if (!(error instanceof Refused) || error.code !== 'setting.changed')
        return tellTrouble(words.notSaved, error)
      await props.onStale()
      setStale(true)
    }
  }

  return (
    <form class="part-form" ref={form} noValidate onSubmit={onSubmit(save)}>
      <h3>{props.endpoint ? words.changeTitle : words.addTitle}</h3>
      <TextField
        label={words.url}
        type="url"
        inputMode="url"
        autocomplete="off"
        spellcheck={false}
        placeholder={words.example}
        maxLength={ENDPOINT_MAX_CHARS}
        value={url}
        hint={words.urlHint}
        error={wrong}
        onInput={(event) => {
          setUrl(event.currentTarget.value)
          setWrong('')
        }}
      />
      <fieldset class="part-checks">
        <legend>{words.which}</legend>
        {ENDPOINT_EVENTS.map((name) => (
          <label key={name}>
            <input
              type="checkbox"
              checked={events.includes(name)}
              {...faulty(hasNoEvent ? faultId : undefined)}
              onChange={({ currentTarget: { checked } }) =>
                setEvents(checked ? [...events, name] : events.filter((one) => one !== name))
              }
            />
            <span>
              {words.events[name]} <code>{name}</code>
            </span>
          </label>
        ))}
      </fieldset>
      {hasNoEvent && (
        <p class="hd-field-error" id={faultId} role="alert">
          {words.noEvent}
        </p>
      )}
      <p class="quiet" aria-live="polite">
        {words.does(url.trim(), events.length)}
      </p>
      <div class="part-buttons">
        {isStale && isChanged ? (
          <>
            <Meanwhile onTheirs={props.onCancel} onMine={save} />
            <AskedFirst />
          </>
        ) : (
          <>
            <Button look="primary" type="submit" busy={isBusy}>
              {words.save}
            </Button>
            <Button look="quiet" onClick={props.onCancel}>
              {words.cancel}
            </Button>
            {isChanged && <Unsaved />}
          </>
        )}
      </div>
    </form>
  )
}
