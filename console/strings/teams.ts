// The words of the teams' page: what each of them does is said in a sentence.

import type { Team } from '../../protocol/desk/teams.ts'

const list = new Intl.ListFormat('en', { type: 'disjunction' })

export const teams = {
  notRead: 'The teams could not be read',
  noneTitle: 'There are no teams',
  none: 'Give a type of tickets a team, under Types of tickets, and it stands here.',
  title: 'Teams',
  hint: 'Who is in each team, and what happens to its tickets. A new team comes to be where a type of tickets names it:',
  change: 'Change',
  changeOf: (team: string) => `Change ${team}`,
  members: 'Members',
  membersHint: 'Each agent may be in several teams.',
  away: 'Away',
  byTurns: 'By turns',
  byTurnsHint:
    'A ticket of this team that nobody has goes to a member who is not away and has the desk open: whoever has the fewest open tickets, and of those who has waited longest for one.',
  limit: 'At most',
  limitHint: 'Open tickets of one member; at this many they get no more. Empty: no limit.',
  limitLabel: 'Most open tickets',
  takeBack: 'Take back',
  takeBackHint:
    'Minutes of opening hours. An assignee who neither answers nor writes for so long while the contact waits loses the ticket. Empty: never.',
  takeBackLabel: 'Minutes of silence',
  does: 'What this does',
  save: 'Save',
  cancel: 'Cancel',
  saved: (team: string) => `${team} is saved.`,
  notSaved: 'The team was not saved.',
  number: (most: number) => `A whole number from 1 to ${most}, or nothing.`,
  sentence,
} as const

/** @param names of its members */
function sentence(
  team: Pick<Team, 'byTurns' | 'limit' | 'takeBackMinutes'>,
  names: readonly string[],
): string {
  const { byTurns, limit, takeBackMinutes: minutes } = team
  const given = !byTurns
    ? 'Whoever takes a ticket has it.'
    : names.length === 0
      ? 'Nobody is in it yet, so its tickets wait for whoever takes them.'
      : `A ticket that nobody has goes to ${list.format(names)}${
          names.length > 1 ? ', whoever is there and has the fewest open ones' : ', when they are there'
        }${limit === null ? '' : `, at most ${limit} open ${names.length > 1 ? 'each' : 'at once'}`}.`
  const back = `Who says nothing for ${minutes === 1 ? 'a minute' : `${minutes} minutes`} of opening hours while the contact waits loses it to ${
    byTurns ? 'the next' : 'the team'
  }.`
  return minutes === null ? given : `${given} ${back}`
}
