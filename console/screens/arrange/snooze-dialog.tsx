// Until when? The times that an agent would think of, a time of their own, or until the contact writes.

import { useEffect, useState } from 'preact/hooks'
import { openingsFrom } from '../../../protocol/openings.ts'
import { Button } from '../../../ui/controls.tsx'
import { ChatIcon, ClockIcon, InboxIcon, SnoozeIcon } from '../../../ui/icons.tsx'
import { fullTime } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { goOn } from '../../list/cursor.ts'
import { tickets } from '../../state.ts'
import { briefTime } from '../../strings/brief-time.ts'
import { snoozeDialog as words } from '../../strings/snooze-dialog.ts'
import { arranging } from '../../verbs/arranging.ts'
import { snoozeAll } from '../../verbs/bulk.ts'
import { namesOf } from '../../verbs/changing.ts'
import { deskHours, learnHours, snooze, wake } from '../../verbs/snooze.ts'
import { snoozeTimes } from '../../verbs/snooze-times.ts'
import { useBegun } from '../parts/begun.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Choices } from './choices.tsx'

export function SnoozeDialog() {
  if (dialog.value !== 'snooze') return null
  return <Until />
}

function Until() {
  const ticketIds = arranging.value
  const [ticketId = ''] = ticketIds
  const ticket = tickets.value.get(ticketId)
  const own = useBegun(`snooze ${ticketIds}`, '')
  useEffect(() => void learnHours(), [])
  if (!ticket) return null
  const title = words.title(namesOf(ticketIds))
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  const until = (at: string | null) => () => {
    own.letGo(closeDialog)
    if (ticketIds.length > 1) void snoozeAll(ticketIds, at)
    else {
      void snooze(ticketId, at)
      if (ticket.state !== 'snoozed') goOn(ticketId)
    }
  }
  return (
    <Dialog title={title} onClose={closeDialog}>
      <Choices
        label={title}
        choices={[
          ...(ticketIds.length === 1 && ticket.state === 'snoozed'
            ? [
                {
                  label: words.wake,
                  icon: <InboxIcon />,
                  run: () => {
                    closeDialog()
                    void wake(ticketId)
                  },
                },
              ]
            : []),
          ...snoozeTimes(now.value, deskHours(), zone).map(({ name, at }) => ({
            label: name === 'day' ? words.opensOn(weekday(at)) : words.times[name],
            hint: briefTime(at, now.value),
            icon: name === 'later' ? <ClockIcon /> : <SnoozeIcon />,
            run: until(at),
          })),
          { label: words.untilReply, icon: <ChatIcon />, run: until(null) },
        ]}
      />
      <OwnTime text={own.value} onInput={own.keep} onPick={(at) => until(at)()} />
      <p class="quiet">{words.hint}</p>
    </Dialog>
  )
}

/** On the clock of this device, as everywhere on the screen. */
function OwnTime(props: { text: string; onInput: (text: string) => void; onPick: (at: string) => void }) {
  const { text } = props
  const [isPast, setPast] = useState(false)
  const at = text ? new Date(text) : null
  return (
    <form
      class="own-time"
      onSubmit={(event) => {
        event.preventDefault()
        if (!at || at.getTime() <= now.peek()) setPast(true)
        else props.onPick(at.toISOString())
      }}
    >
      <label>
        <span>{words.pick}</span>
        <input
          class="hd-input"
          type="datetime-local"
          value={text}
          aria-invalid={isPast}
          aria-describedby="own-time-words"
          onInput={(event) => {
            props.onInput(event.currentTarget.value)
            setPast(false)
          }}
        />
      </label>
      <Button type="submit" disabled={!at}>
        {words.pickSet}
      </Button>
      <p id="own-time-words" class={isPast ? 'hd-field-error' : 'quiet'} aria-live="polite">
        {isPast
          ? words.past
          : at
            ? [fullTime(at.toISOString()), closedAt(at)].filter(Boolean).join('. ')
            : ''}
      </p>
    </form>
  )
}

/** Where nobody is there then, until when. */
function closedAt(at: Date): string {
  const hours = deskHours()
  const opensAt = hours ? openingsFrom(hours, at, 1)[0]?.opensAt : undefined
  return opensAt && Date.parse(opensAt) > at.getTime() ? words.closed(briefTime(opensAt, now.peek())) : ''
}

const weekday = (at: string) => new Date(at).toLocaleDateString(undefined, { weekday: 'long' })
