// The agents of the desk, for admins: who there is, who was invited, what can be done with a log-in, what was done. Partners: access.ts,
// agent-dialogs.tsx.

import { useEffect, useState } from 'preact/hooks'
import type { Roster, RosterAgent } from '../../../protocol/desk/access.ts'
import { Avatar, Button, Pill } from '../../../ui/controls.tsx'
import { MoreIcon } from '../../../ui/icons.tsx'
import { fullTime } from '../../../ui/time.ts'
import {
  change,
  invite,
  logOf,
  readOlderLog,
  readRoster,
  requireSecondFactor,
  roster,
  withdraw,
} from '../../access.ts'
import { now } from '../../clock.ts'
import { me } from '../../state.ts'
import { access as words } from '../../strings/access.ts'
import { tellTrouble } from '../../toasts.ts'
import { Menu, type MenuItem } from '../parts/menu.tsx'
import { AgentDialog, type Asked, InviteDialog } from './agent-dialogs.tsx'
import { NotYet } from './log-in.tsx'
import { ago, Body, Part, Row, SwitchRow } from './parts.tsx'

/** Lines of the log at first; the rest at a press. */
const LINES_FIRST = 12

export function Agents() {
  const [asked, ask] = useState<Asked | null>(null)
  const [isInviting, setInviting] = useState(false)
  useEffect(() => void readRoster(), [])
  if (!roster.value) return <NotYet onAgain={readRoster} />
  const { agents, settings } = roster.value
  return (
    <Body>
      <Part
        title={words.atDesk}
        action={
          <Button size="s" look="primary" onClick={() => setInviting(true)}>
            {words.invite}
          </Button>
        }
      >
        {agents.map((agent) => (
          <AgentRow key={agent.id} agent={agent} ask={ask} />
        ))}
      </Part>
      <Part title={words.security}>
        <SwitchRow
          title={words.requireFactor}
          hint={words.requireFactorHint}
          on={settings.requiresSecondFactor}
          onChange={requireSecondFactor}
        />
      </Part>
      <Log roster={roster.value} />
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
      {asked && <AgentDialog asked={asked} onClose={() => ask(null)} />}
    </Body>
  )
}

function AgentRow({ agent, ask }: { agent: RosterAgent; ask: (asked: Asked) => void }) {
  const { name, email, picture, state, roles } = agent
  return (
    <Row
      title={
        <span class="part-person">
          <Avatar name={name} picture={picture} size={32} />
          <span>
            {name}
            <span class="quiet">{email}</span>
            <span class="quiet">
              <Marks agent={agent} />
            </span>
          </span>
        </span>
      }
    >
      <span class="access-roles">{roles.map((role) => words.roles[role]).join(', ')}</span>
      {state !== 'active' && (
        <Pill tone={state === 'invited' ? 'warning' : 'neutral'}>{words.states[state]}</Pill>
      )}
      <Menu class="access-menu" label={words.actions(name)} title={name} items={itemsOf(agent, ask)}>
        <MoreIcon size={16} />
      </Menu>
    </Row>
  )
}

function Marks({ agent }: { agent: RosterAgent }) {
  const { state, invitationExpiresAt, lastUsedAt, hasSecondFactor, logsInElsewhere } = agent
  const isOver = invitationExpiresAt !== undefined && Date.parse(invitationExpiresAt) < now.value
  const here =
    state === 'invited' && invitationExpiresAt
      ? isOver
        ? words.invitationOver
        : words.invitedUntil(fullTime(invitationExpiresAt))
      : lastUsedAt
        ? words.lastUsed(ago(lastUsedAt))
        : words.neverUsed
  const marks = [
    agent.id === me.value?.id && words.you,
    here,
    hasSecondFactor && words.hasFactor,
    logsInElsewhere && words.elsewhere,
  ]
  return <>{marks.filter(Boolean).join(' · ')}</>
}

function itemsOf(agent: RosterAgent, ask: (asked: Asked) => void): MenuItem[] {
  const { id, name, email, roles, state } = agent
  const about = (what: Asked['what']) => () => ask({ what, agent })
  if (state === 'invited') {
    return [
      {
        label: words.inviteAgain,
        run: () => {
          invite({ name, email, roles }).catch((error) => tellTrouble(words.notDone, error))
        },
      },
      { label: words.withdrawIt, begins: true, run: () => void withdraw(id) },
    ]
  }
  if (state === 'disabled') {
    return [{ label: words.enable, run: () => void change(id, { disabled: false }, words.enabled(name)) }]
  }
  return [
    { label: words.changeRoles, run: about('roles') },
    { label: words.showSessions, run: about('sessions') },
    { label: words.sendPassword, run: about('password') },
    ...(agent.hasSecondFactor ? [{ label: words.resetFactor, run: about('reset') }] : []),
    { label: words.disable, begins: true, run: about('disable') },
  ]
}

function Log({ roster }: { roster: Roster }) {
  const [isOpen, setOpen] = useState(false)
  const [isReading, setReading] = useState(false)
  const { log: entries, next } = logOf(roster)
  const shown = isOpen ? entries : entries.slice(0, LINES_FIRST)
  const more = async () => {
    if (!isOpen && entries.length > LINES_FIRST) return setOpen(true)
    setOpen(true)
    setReading(true)
    await readOlderLog(roster)
    setReading(false)
  }
  return (
    <Part title={words.log}>
      {entries.length === 0 && <Row title={<span class="quiet">{words.logEmpty}</span>} />}
      {shown.map(({ id, at, what, by, of, detail }) => (
        <div class="access-line" key={id}>
          <span>
            {words.logLine(by?.name ?? words.operator, what, of && of.id !== by?.id ? of.name : null)}
            {detail && <span class="quiet"> ({detail})</span>}
          </span>
          <time class="quiet" dateTime={at} title={fullTime(at)}>
            {ago(at)}
          </time>
        </div>
      ))}
      {(shown.length < entries.length || next) && (
        <div class="access-line">
          <Button size="s" look="quiet" busy={isReading} onClick={more}>
            {words.logMore}
          </Button>
        </div>
      )}
    </Part>
  )
}
