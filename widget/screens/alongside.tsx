// What goes along with a first message, each thing with its switch: nothing is sent that does not stand here, and until this bundle
// has come nothing stands here.
// Partner: write.tsx.

import { useEffect, useState } from 'preact/hooks'
import type { Handover } from '../../protocol/entities.ts'
import { Switch } from '../../ui/controls.tsx'
import { ofDevice } from '../browser.ts'
import { put, state, ticketOf } from '../state.ts'
import * as b from '../strings/en/beside.ts'
import * as t from '../strings/en/panel.ts'

export function Alongside({
  page,
  follows,
  onChange,
}: {
  page: string
  /** A ticket from which this one goes on. */
  follows: string | undefined
  onChange: (handover: Handover) => void
}) {
  const [device] = useState(ofDevice)
  const ticket = follows && ticketOf(follows)
  const off = state.off.value
  const goes = (key: string) => !off.includes(key)
  const reads = state.reads.value
  const searches = state.searches.value
  useEffect(
    () =>
      onChange({
        reads: reads.filter(({ slug }) => goes(`read:${slug}`)),
        searches: searches.filter((words) => goes(`search:${words}`)),
        ...(goes('page') && { page }),
        ...Object.fromEntries(device.flatMap(([key, , words]) => (goes(key) ? [[key, words]] : []))),
        ...(ticket && goes('ticket') && { follows }),
      }),
    [off, reads, searches, page, device, ticket],
  )
  const items = [
    ...(ticket ? [['ticket', t.ticketNumber(ticket.number), ticket.subject] as const] : []),
    ...reads.map(({ slug, title }) => [`read:${slug}`, b.youRead, title] as const),
    ...searches.map((words) => [`search:${words}`, b.youSearched, `“${words}”`] as const),
    ['page', b.page, page] as const,
    ...device,
  ]
  return (
    <fieldset class="alongside">
      <legend>{b.alongside}</legend>
      <p class="quiet">{b.alongsideHint}</p>
      {items.map(([key, kind, words]) => (
        <Switch
          key={key}
          on={goes(key)}
          onChange={() => put('off', goes(key) ? [...off, key] : off.filter((one) => one !== key))}
        >
          <span class="clip">
            <small>{kind}</small> <bdi>{words}</bdi>
          </span>
        </Switch>
      ))}
    </fieldset>
  )
}
