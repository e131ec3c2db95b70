// What is wrong with a rule that somebody wants to keep: each with its place, and what to do. Partner: rules.ts.

import { faultsInMacroText, questionsIn } from '../../protocol/desk/macro-text.ts'
import type { RuleAction, RuleFields } from '../../protocol/desk/rules.ts'
import { tagFrom } from '../../protocol/desk/tag-text.ts'
import { written } from '../../protocol/written.ts'
import { Refusal } from '../errors.ts'
import type { ReadTables } from '../store/store.ts'
import { isTeam } from '../teams/teams.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { faultInFields } from '../tickets/field-faults.ts'
import { foldedWords } from './words.ts'

export type KnownToRules = Pick<TicketTypes, 'all'>

/** @throws Refusal('rule.invalid') */
export async function refuseFaults(
  tables: Pick<ReadTables, 'agents' | 'macros' | 'teams'>,
  types: KnownToRules,
  { name, conditions, actions }: RuleFields,
): Promise<void> {
  if (!name) throw refused('/name', 'A rule needs a name.')
  const { filter, words = [] } = conditions
  const { fields = [] } = filter
  const isMe = fields.some(({ field, values }) => field === 'opened_by' && values?.includes('me'))
  if (isMe || filter.mentionsMe || filter.assignees?.includes('me'))
    throw refused('/conditions/filter', 'A rule is nobody: name the agents who are meant.')
  const inFields = faultInFields(filter)
  if (inFields) throw refused(`/conditions/filter${inFields.field}`, inFields.detail)
  const empty = words.findIndex((one) => foldedWords(one).length === 0)
  if (empty >= 0) throw refused(`/conditions/words/${empty}`, 'There is no letter or digit in it.')
  for (const [at, action] of actions.entries()) {
    const field = `/actions/${at}/${ASKED[action.do]}`
    const detail = await faultOf(tables, types, action)
    if (detail) throw refused(field, detail)
  }
  const kinds = actions.map(kindOf)
  const twice = kinds.findIndex((kind, at) => kinds.indexOf(kind) !== at)
  if (twice >= 0) throw refused(`/actions/${twice}`, 'Something like it is done already by this rule.')
}

/** What of an action can be wrong by itself. */
const ASKED: Record<RuleAction['do'], string> = {
  priority: 'to',
  tag: 'add',
  untag: 'remove',
  assign: 'to',
  team: 'to',
  solve: 'do',
  snooze: 'days',
  note: 'text',
  reply: 'text',
  macro: 'macroId',
}

async function faultOf(
  tables: Pick<ReadTables, 'agents' | 'macros' | 'teams'>,
  types: KnownToRules,
  action: RuleAction,
): Promise<string | null> {
  switch (action.do) {
    case 'tag':
      return faultOfTag(action.add)
    case 'untag':
      return faultOfTag(action.remove)
    case 'assign': {
      if (!action.to) return 'Choose the agent to whom it assigns.'
      const agent = action.to === 'nobody' ? null : await tables.agents.find(action.to)
      return agent === undefined || agent?.disabledAt
        ? 'The agent to whom it assigns is not there any more.'
        : null
    }
    case 'note':
      return written(action.text) ? null : 'The note is empty.'
    case 'reply':
      return faultOfReply(action.text, types)
    case 'macro': {
      if (!action.macroId) return 'Choose the macro.'
      const macro = await tables.macros.find(action.macroId)
      if (!macro || macro.ownerId !== null) return 'The macro is not there any more, or is somebody’s own.'
      if (macro.as !== 'reply') return `“${macro.name}” is a note; choose one that is a reply.`
      return faultOfReply(macro.text, types)
    }
    case 'team':
      if (!action.to) return 'Choose the team.'
      return (await isTeam(tables, types, action.to)) ? null : 'There is no such team.'
    case 'priority':
    case 'solve':
    case 'snooze':
      return null
  }
}

function faultOfTag(written: string): string | null {
  const tag = tagFrom(written)
  if (!tag) return 'Write the tag: there is none.'
  return tag === written ? null : `Write the tag as “${tag}”.`
}

/** Of what can be sent by nobody. */
export function faultOfReply(text: string, types: KnownToRules): string | null {
  if (!written(text)) return 'The reply is empty.'
  const [asked] = questionsIn(text)
  if (asked) return `Nobody is there to be asked “${asked.question}”.`
  if (/\{\{\s*agent\./.test(text)) return 'No agent writes it, so no agent’s name can stand in it.'
  const fields = types.all().flatMap((type) => (type.fields ?? []).map((field) => field.name))
  const [fault] = faultsInMacroText(text, fields)
  if (!fault) return null
  return fault.why === 'no_fallback'
    ? `“${fault.written}” may be missing; say what stands there then: {{…|otherwise}}.`
    : `“${fault.written}” is no place that can be filled in.`
}

/** What stands in one another's place. */
function kindOf(action: RuleAction): string {
  switch (action.do) {
    case 'tag':
      return `tag ${action.add}`
    case 'untag':
      return `tag ${action.remove}`
    case 'solve':
    case 'snooze':
      return 'state'
    case 'reply':
    case 'macro':
      return 'reply'
    default:
      return action.do
  }
}

const refused = (field: string, detail: string) =>
  new Refusal('rule.invalid', { field: `/rule${field}`, detail })
