// One macro while it is edited: what can be put into its text, what is wrong with it, and a contact to show it with.
// Partner: macro-editor.tsx.

import type { Facts } from '../../../protocol/desk/macro-facts.ts'
import { faultsInMacroText, KNOWN } from '../../../protocol/desk/macro-text.ts'
import type { Macro, MacroAction, MacroFields } from '../../../protocol/desk/macros.ts'
import { tagFrom } from '../../../protocol/desk/tag-text.ts'
import type { DeskTicketForm } from '../../../protocol/ticket-types.ts'
import { macros as words } from '../../strings/macro-page.ts'

export const newMacro = (of: Partial<MacroFields> = {}): MacroFields => ({
  name: '',
  as: 'reply',
  text: '',
  actions: [],
  types: [],
  teams: [],
  isOwn: true,
  ...of,
})

export function fieldsOf({ name, as, text, actions, types, teams, isOwn }: Macro): MacroFields {
  return { name, as, text, actions, types, teams, isOwn }
}

/** What stands in the list of places, and what it puts into the text. */
export function placesFor(
  macro: MacroFields,
  types: readonly DeskTicketForm[],
): { label: string; written: string }[] {
  const known = Object.keys(KNOWN).map((name) => ({
    label: words.places[name] ?? name,
    written: words.otherwise[name] ? `{{${name}|${words.otherwise[name]}}}` : `{{${name}}}`,
  }))
  const ofForms = types
    .filter(({ name }) => macro.types.length === 0 || macro.types.includes(name))
    .flatMap(({ fields }) => fields.filter(({ kind }) => kind !== 'file'))
    .filter(({ name }, at, all) => all.findIndex((one) => one.name === name) === at)
    .map(({ name, label }) => ({
      label: words.placeOfField(label),
      written: `{{answer.${name}|${words.otherwiseOfField}}}`,
    }))
  return [
    { label: words.placeOfQuestion, written: `{{ask: ${words.aQuestion}}}` },
    ...known,
    { label: words.placeOfAttribute, written: '{{attribute.school|your school}}' },
    ...ofForms,
  ]
}

/** One sentence for each fault. What is not closed yet is being typed: it is said once somebody saves. */
export function textFaults(text: string, types: readonly DeskTicketForm[], isTried: boolean): string[] {
  const fields = types.flatMap((type) => type.fields.map(({ name }) => name))
  return faultsInMacroText(text, fields)
    .filter(({ why }) => isTried || why !== 'open')
    .map(({ why, written }) => words.faults[why](written))
}

/** Offered for a ticket that is put aside; others that stand in a macro stay as they are. */
export const SNOOZE_DAYS = [1, 3, 7, 14] as const

/** In place of the one of its kind; null takes that away. What ends a ticket is of one kind, and so is whose it becomes. */
const KINDS = { end: ['state', 'snooze'], whose: ['assign', 'team'], priority: ['priority'] }

export function withAction(
  macro: MacroFields,
  kind: keyof typeof KINDS,
  action: MacroAction | null,
): MacroAction[] {
  const others = macro.actions.filter((one) => !KINDS[kind].includes(one.do))
  return action ? [...others, action] : others
}

const TEAM = 'team '

/** Whose the ticket becomes, as the list of choices names it. */
export function whoseOf({ actions }: MacroFields): string {
  const whose = actions.find((one) => one.do === 'assign' || one.do === 'team')
  if (whose?.do === 'team') return teamChoice(whose.to)
  return whose?.do === 'assign' ? whose.to : ''
}

export const teamChoice = (name: string) => `${TEAM}${name}`

export function actionOfWhose(whose: string): MacroAction | null {
  if (!whose) return null
  if (whose.startsWith(TEAM)) return { do: 'team', to: whose.slice(TEAM.length) }
  return { do: 'assign', to: whose }
}

/** What becomes of the ticket, as the list of choices names it. */
export function endOf({ actions }: MacroFields): string {
  const end = actions.find((one) => one.do === 'state' || one.do === 'snooze')
  if (end?.do === 'snooze') return end.days === null ? 'snooze' : `snooze ${end.days}`
  return end?.do === 'state' ? end.to : ''
}

export function actionOfEnd(end: string): MacroAction | null {
  if (end === 'open' || end === 'solved') return { do: 'state', to: end }
  if (!end.startsWith('snooze')) return null
  return { do: 'snooze', days: Number(end.slice('snooze '.length)) || null }
}

export const tagsOf = ({ actions }: MacroFields) =>
  actions.flatMap((one) => (one.do === 'tag' ? one.add : []))

export function withTags(macro: MacroFields, written: string): MacroAction[] {
  const tags = [...new Set(written.split(',').map(tagFrom).filter(Boolean))]
  const others = macro.actions.filter((one) => one.do !== 'tag')
  return [...others, ...tags.map((add): MacroAction => ({ do: 'tag', add }))]
}

export function sampleFacts(agentName: string, typeName: string): Facts {
  return {
    ticket: { number: 128, subject: 'My rotation is missing: Elmgate Hospital', answers: [] },
    typeName,
    contact: {
      name: words.sample,
      email: 'maya.lindqvist@northfield.edu',
      attributes: { school: 'Northfield University' },
    },
    agentName,
  }
}
