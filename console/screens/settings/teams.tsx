// Teams, for admins: who is in each, and whether its tickets go by turns and come back from who is silent. What a team does is
// said in a sentence, also while it is being changed. Partner: console/facts/teams.ts.

import { useEffect, useState } from 'preact/hooks'
import type { Team, TeamFields } from '../../../protocol/desk/teams.ts'
import { TAKE_BACK_MAX_MINUTES, TURN_LIMIT_MAX } from '../../../protocol/limits.ts'
import { Avatar, Blank, Button, Pill, Skeleton, TextField } from '../../../ui/controls.tsx'
import { TeamIcon } from '../../../ui/icons.tsx'
import { firstName } from '../../facts/first-name.ts'
import { keepTeam, readTeams, teams, teamsNotRead } from '../../facts/teams.ts'
import { ask, lineStatus } from '../../line/line.ts'
import { Refused } from '../../line/socket.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { agents } from '../../state.ts'
import { teams as words } from '../../strings/teams.ts'
import { strings } from '../../strings.ts'
import { putAway, tell, tellTrouble } from '../../toasts.ts'
import { unsaved } from '../../unsaved.ts'
import { useIsHere, useLatest } from '../parts/is-here.ts'
import { useLastKnown } from '../parts/last-known.ts'
import { Meanwhile } from '../parts/meanwhile.tsx'
import { NotRead } from '../parts/not-read.tsx'
import { onSubmit } from '../parts/sent-by.ts'
import { toFault } from '../parts/to-fault.ts'
import { AskedFirst } from '../parts/unsaved.tsx'
import { Body, Part, Row, SwitchRow } from './parts.tsx'

const TYPES = { ticketId: null, pane: 'settings', page: 'types' } as const

export function Teams() {
  const isLive = lineStatus.value.state === 'live'
  const now = teams.value
  const all = useLastKnown(now)
  const [open, setOpen] = useState<string | null>(null)
  const begin = (name: string) =>
    unsaved.leave(() => {
      // It stood where the new form's buttons are.
      putAway()
      setOpen(name)
    })
  useEffect(() => {
    if (isLive && !now) void readTeams()
  }, [isLive, now])
  if (!all && teamsNotRead.value && teamsNotRead.value !== 'line.lost') {
    return <NotRead title={words.notRead} code={teamsNotRead.value} onAgain={readTeams} />
  }
  if (!all) {
    return (
      <Body>
        <Skeleton label={strings.loading} lines={6} />
      </Body>
    )
  }
  if (all.size === 0) {
    return (
      <Blank icon={<TeamIcon />} title={words.noneTitle}>
        {words.none}
      </Blank>
    )
  }
  return (
    <Body>
      <p class="quiet">
        {words.hint}{' '}
        <a href={addressOf({ ...route.value, ...TYPES })} onClick={goOnClick(TYPES)}>
          {strings.settings.pages.types}
        </a>
        .
      </p>
      <div class="part-rows teams">
        {[...all.values()].map((team) =>
          open === team.name ? (
            <Editor key={team.name} team={team} onDone={() => setOpen(null)} />
          ) : (
            <section key={team.name} aria-label={team.name}>
              <Row title={team.name} hint={words.sentence(team, namesIn(team.members))}>
                {team.members.length > 0 && <Faces ids={team.members} />}
                <Button size="s" aria-label={words.changeOf(team.name)} onClick={() => begin(team.name)}>
                  {words.change}
                </Button>
              </Row>
            </section>
          ),
        )}
      </div>
    </Body>
  )
}

function Faces({ ids }: { ids: readonly string[] }) {
  const members = agents.value.filter(({ id }) => ids.includes(id))
  return (
    <span class="team-faces" title={members.map(({ name }) => name).join(', ')}>
      {members.map(({ id, name, picture }) => (
        <Avatar key={id} name={name} picture={picture} size={24} />
      ))}
    </span>
  )
}

/** What is typed: numbers as texts, so that a wrong one stays where it is. */
interface Typed extends Pick<TeamFields, 'members' | 'byTurns'> {
  limit: string
  minutes: string
}

const typedOf = ({ members, byTurns, limit, takeBackMinutes }: Team): Typed => ({
  ...{ members, byTurns },
  limit: limit === null ? '' : String(limit),
  minutes: takeBackMinutes === null ? '' : String(takeBackMinutes),
})

/** In whatever order its members were chosen. */
const isSame = (one: Typed, other: Typed): boolean =>
  [one, other]
    .map((typed) => JSON.stringify({ ...typed, members: typed.members.toSorted() }))
    .every((text, _, [first]) => text === first)

/** undefined: that is none. */
function numberIn(text: string, most: number): number | null | undefined {
  if (!text.trim()) return null
  const number = Number(text)
  return Number.isInteger(number) && number >= 1 && number <= most ? number : undefined
}

function Editor({ team, onDone }: { team: Team; onDone: () => void }) {
  /** What is being changed: a version that is newer by now was somebody else's. */
  const [base, setBase] = useState(team)
  const [typed, setTyped] = useState(typedOf(team))
  const [isSaving, setSaving] = useState(false)
  const isHere = useIsHere()
  const latest = useLatest(typed)
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change })
  const limit = numberIn(typed.limit, TURN_LIMIT_MAX)
  const minutes = numberIn(typed.minutes, TAKE_BACK_MAX_MINUTES)
  // What is being saved is not yet answered, and may have been told already.
  const isStale = team.version > base.version && !isSaving
  const { members, byTurns } = typed

  async function save(over: number) {
    if (limit === undefined || minutes === undefined) return toFault()
    if (isSaving) return
    setSaving(true)
    try {
      const fields = { name: team.name, members, byTurns, limit, takeBackMinutes: minutes }
      const saved = (await ask('team.save', { version: over, team: fields })).team
      keepTeam(saved)
      tell(words.saved(team.name))
      if (!isHere()) return
      if (latest.current === typed) return onDone()
      // What was typed since then is not saved yet.
      setBase(saved)
      setSaving(false)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      tellTrouble(words.notSaved, error)
      if (error.code === 'team.changed') await readTeams()
      setSaving(false)
    }
  }

  return (
    <form class="team-editor" noValidate onSubmit={onSubmit(() => save(base.version))}>
      <Part title={team.name} action={null}>
        {isStale && (
          <Meanwhile
            onTheirs={() => {
              setBase(team)
              setTyped(typedOf(team))
            }}
            onMine={() => void save(team.version)}
          />
        )}
        <Row title={words.members} hint={words.membersHint}>
          <fieldset class="team-members" aria-label={words.members}>
            {agents.value.map(({ id, name, picture, isAway }) => (
              <label key={id} class="team-member">
                <input
                  type="checkbox"
                  checked={members.includes(id)}
                  onChange={({ currentTarget }) =>
                    set({
                      members: currentTarget.checked
                        ? [...members, id]
                        : members.filter((other) => other !== id),
                    })
                  }
                />
                <Avatar name={name} picture={picture} size={24} />
                <span>{name}</span>
                {isAway && <Pill>{words.away}</Pill>}
              </label>
            ))}
          </fieldset>
        </Row>
        <SwitchRow
          title={words.byTurns}
          hint={words.byTurnsHint}
          on={byTurns}
          onChange={(byTurns) => set({ byTurns })}
        />
        {byTurns && (
          <NumberRow
            title={words.limit}
            hint={words.limitHint}
            label={words.limitLabel}
            value={typed.limit}
            error={limit === undefined ? words.number(TURN_LIMIT_MAX) : ''}
            onInput={(limit) => set({ limit })}
          />
        )}
        <NumberRow
          title={words.takeBack}
          hint={words.takeBackHint}
          label={words.takeBackLabel}
          value={typed.minutes}
          error={minutes === undefined ? words.number(TAKE_BACK_MAX_MINUTES) : ''}
          onInput={(minutes) => set({ minutes })}
        />
        <Row
          title={words.does}
          hint={
            <span aria-live="polite">
              {words.sentence(
                { byTurns, limit: limit ?? null, takeBackMinutes: minutes ?? null },
                namesIn(members),
              )}
            </span>
          }
        />
      </Part>
      <div class="team-buttons">
        <Button look="primary" type="submit" busy={isSaving}>
          {words.save}
        </Button>
        <Button look="quiet" onClick={onDone}>
          {words.cancel}
        </Button>
        {!isSame(typed, typedOf(base)) && <AskedFirst />}
      </div>
    </form>
  )
}

function NumberRow(props: {
  title: string
  hint: string
  label: string
  value: string
  error: string
  onInput: (text: string) => void
}) {
  return (
    <Row title={props.title} hint={props.hint}>
      <span class="team-number">
        <TextField
          label={props.label}
          inputMode="numeric"
          value={props.value}
          error={props.error}
          onInput={(event) => props.onInput(event.currentTarget.value)}
        />
      </span>
    </Row>
  )
}

const namesIn = (ids: readonly string[]): string[] =>
  agents.value.filter(({ id }) => ids.includes(id)).map(({ name }) => firstName(name))
