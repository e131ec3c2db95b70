// Which colleagues are at a ticket, with what they do: in the thread's head and on the list's rows. Partner: presence.ts.

import { Avatar } from '../../../ui/controls.tsx'
import { EditIcon } from '../../../ui/icons.tsx'
import { firstName } from '../../facts/first-name.ts'
import { present } from '../../facts/presence.ts'
import { agents, me } from '../../state.ts'
import { strings } from '../../strings.ts'
import { Sign } from './sign.tsx'

const words = strings.beside

/** Pictures that are shown; more are counted. */
const MOST = 3

export function BesideMarks({ ticketId, wordy }: { ticketId: string; wordy?: boolean }) {
  const others = (present.value.get(ticketId) ?? []).flatMap(({ agentId, doing }) => {
    const agent = agentId === me.value?.id ? undefined : agents.value.find(({ id }) => id === agentId)
    return agent ? [{ agent, doing }] : []
  })
  const writers = others.filter(({ doing }) => doing === 'writing')
  if (others.length === 0) return null
  // Who writes first: that is what keeps two from answering.
  const shown = [...writers, ...others.filter(({ doing }) => doing === 'looking')].slice(0, MOST)
  return (
    <span class="beside">
      {wordy && writers[0] && (
        <span class="beside-words">{words.writing(writers.map(({ agent }) => firstName(agent.name)))}</span>
      )}
      {shown.map(({ agent, doing }) => {
        const sentence = doing === 'writing' ? words.writes(agent.name) : words.looks(agent.name)
        return (
          <Sign key={agent.id} class={`beside-one beside-${doing}`} word={sentence}>
            <Avatar name={agent.name} picture={agent.picture} size={20} />
            {doing === 'writing' && <EditIcon size={16} />}
          </Sign>
        )
      })}
      {others.length > MOST && <span class="beside-more">+{others.length - MOST}</span>}
    </span>
  )
}
