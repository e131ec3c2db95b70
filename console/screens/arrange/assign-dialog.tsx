// Who gets all of the chosen tickets. For one ticket its head has a menu.

import { Avatar } from '../../../ui/controls.tsx'
import { PersonIcon, TeamIcon } from '../../../ui/icons.tsx'
import { teams } from '../../facts/counts.ts'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { agents, me } from '../../state.ts'
import { strings } from '../../strings.ts'
import { arranging } from '../../verbs/arranging.ts'
import { assignAll, handOver } from '../../verbs/bulk.ts'
import { namesOf } from '../../verbs/changing.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Choices } from './choices.tsx'

export function AssignDialog() {
  if (dialog.value !== 'assign') return null
  const ticketIds = arranging.value
  const title = strings.bulk.assignTitle(namesOf(ticketIds))
  const to = (agentId: string | null) => () => {
    closeDialog()
    void assignAll(ticketIds, agentId)
  }
  const face = (agent: { name: string; picture?: string }) => (
    <Avatar name={agent.name} picture={agent.picture} size={20} />
  )
  const own = me.value
  return (
    <Dialog title={title} onClose={closeDialog}>
      <Choices
        label={title}
        choices={[
          ...(own ? [{ label: strings.assignee.me, icon: face(own), run: to(own.id) }] : []),
          ...agents.value
            .filter(({ id }) => id !== own?.id)
            .map((agent) => ({
              label: agent.name,
              hint: agent.isAway ? strings.assignee.away : undefined,
              icon: face(agent),
              run: to(agent.id),
            })),
          { label: strings.assignee.nobody, icon: <PersonIcon />, run: to(null) },
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
