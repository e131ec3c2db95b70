// Who gets a ticket, or all of the chosen ones: who is away, and how much each has already.

import { useEffect, useState } from 'preact/hooks'
import type { Agent } from '../../../protocol/entities.ts'
import { Avatar } from '../../../ui/controls.tsx'
import { PersonIcon, TeamIcon } from '../../../ui/icons.tsx'
import { teams } from '../../facts/counts.ts'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { agents, me, tickets } from '../../state.ts'
import { assignDialog as words } from '../../strings/assign-dialog.ts'
import { strings } from '../../strings.ts'
import { arranging } from '../../verbs/arranging.ts'
import { assign, assignAll, handOver } from '../../verbs/bulk.ts'
import { namesOf } from '../../verbs/changing.ts'
import { openOfEach } from '../../verbs/loads.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Choices } from './choices.tsx'

export function AssignDialog() {
  if (dialog.value !== 'assign') return null
  return <Whom ticketIds={arranging.value} />
}

function Whom({ ticketIds }: { ticketIds: readonly string[] }) {
  const [open, setOpen] = useState<ReadonlyMap<string, number>>(new Map())
  const own = me.value
  const others = agents.value.filter(({ id }) => id !== own?.id)
  const all = own ? [own, ...others] : others
  useEffect(() => void openOfEach(all.map(({ id }) => id)).then(setOpen), [])
  const title = strings.bulk.assignTitle(namesOf(ticketIds))
  const [one = ''] = ticketIds.length === 1 ? ticketIds : []
  const ticket = tickets.value.get(one)
  const to = (agentId: string | null) => ({
    isChosen: ticket && (ticket.assignee?.id ?? null) === agentId,
    run: () => {
      closeDialog()
      void (one ? assign(one, agentId) : assignAll(ticketIds, agentId))
    },
  })
  const hintOf = ({ id, isAway }: Agent) => {
    const count = open.get(id)
    return [isAway && strings.assignee.away, count !== undefined && words.open(count)]
      .filter(Boolean)
      .join(' · ')
  }
  return (
    <Dialog title={title} onClose={closeDialog}>
      <Choices
        label={title}
        choices={[
          ...all.map((agent) => ({
            label: agent === own ? strings.assignee.me : agent.name,
            hint: hintOf(agent),
            icon: <Avatar name={agent.name} picture={agent.picture} size={20} />,
            ...to(agent.id),
          })),
          { label: strings.assignee.nobody, icon: <PersonIcon />, ...to(null) },
          ...teams().map((team) => ({
            label: strings.assignee.team(team),
            icon: <TeamIcon />,
            run: () => {
              closeDialog()
              void handOver(ticketIds, team)
            },
          })),
        ]}
      />
    </Dialog>
  )
}
