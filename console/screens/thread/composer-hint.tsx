// Under what an agent writes, the one thing worth knowing now; the most pressing first. Partner: composer.tsx.

import type { DeskTicket, Message } from '../../../protocol/entities.ts'
import { AlertIcon } from '../../../ui/icons.tsx'
import { firstName } from '../../facts/first-name.ts'
import { SEND_KEY } from '../../keyboard/key-names.ts'
import { lineStatus } from '../../line/line.ts'
import { TimeThere } from '../../on-demand.tsx'
import { tickets } from '../../state.ts'
import { strings } from '../../strings.ts'
import type { Mode } from '../../writing/drafts.ts'

const words = strings.composer

/** Characters left at which the count begins to matter. */
const COUNT_FROM = 500

export function Hint(props: {
  ticket: DeskTicket
  mode: Mode
  text: string
  /** The contact's first. */
  name: string
  left: number
  newer: Message[]
  /** Sent before all of it is here. */
  waits: boolean
}) {
  const { mode, left, newer } = props
  const last = newer.at(-1)
  if (props.waits)
    return (
      <span class="composer-hint" role="status">
        {words.waits}
      </span>
    )
  if (left < COUNT_FROM) return <span class="composer-hint">{words.left(left)}</span>
  if (lineStatus.value.state === 'lost') return <span class="composer-hint">{words.offline}</span>
  if (mode === 'reply' && last) {
    return (
      <span class="composer-hint composer-newer">
        <AlertIcon size={16} />
        {words.newer(firstName(last.author.name))}
      </span>
    )
  }
  if (mode === 'reply' && props.ticket.state === 'solved') {
    const into = tickets.value.get(props.ticket.mergedInto ?? '')
    return <span class="composer-hint">{into ? words.goesTo(into.number) : words.reopens}</span>
  }
  const keys = (
    <span class="composer-hint composer-keys">
      {mode === 'reply' ? words.keys(SEND_KEY) : words.keysNote(SEND_KEY)}
    </span>
  )
  const { zone } = props.ticket.handover
  if (mode === 'note' || !zone || !/\d/.test(props.text)) return keys
  return (
    <TimeThere text={props.text} zone={zone} name={props.name}>
      {keys}
    </TimeThere>
  )
}
