// Two accounts become one, on the host's side: what Helpdock asks for by webhook. To describe changes nothing; to
// merge is done once for each merge id, and answered alike however often it is asked.

import { createHash } from 'node:crypto'
import type { HostAccount, MergeChoices, MergeConflict, MergePreview } from '../../protocol/account-merge.ts'
import type { MergeResult } from '../../protocol/webhooks.ts'
import { datesInWords } from './pages/words.ts'
import {
  type Account,
  type DoneMerge,
  findAccount,
  findByEmail,
  type PortalData,
  PROFILE_FIELDS,
  rotationsOf,
} from './portal.ts'

export function describeMerge(data: PortalData, wanted: { into: string; fromEmail: string }): MergePreview {
  const into = living(findAccount(data, wanted.into))
  const from = living(findByEmail(data, wanted.fromEmail))
  return {
    into: into ? described(data, into) : null,
    from: from ? described(data, from) : null,
    moves: into && from ? movesOf(data, into, from) : [],
    warnings: into && from ? warningsOf(data, into, from) : [],
    losses: from ? [`The log-in as ${from.email}`] : [],
    conflicts: into && from ? conflictsOf(into, from) : [],
    version: versionOf(data, into, from),
  }
}

/** Changes whenever something does that a merge would move or lose. */
function versionOf(data: PortalData, ...accounts: (Account | undefined)[]): string {
  const facts = accounts.map(
    (account) => account && [account, rotationsOf(data, account).map(({ id }) => id)],
  )
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex').slice(0, 32)
}

/** One account has one school: where both have one, somebody has to choose. */
function conflictsOf(into: Account, from: Account): MergeConflict[] {
  return PROFILE_FIELDS.filter((name) => into[name] && from[name] && into[name] !== from[name]).map(
    (name) => ({
      field: name,
      label: LABELS[name],
      into: into[name],
      from: from[name],
    }),
  )
}

const LABELS = { school: 'School', discipline: 'Discipline', year: 'Year of study' } as const

export function mergeAccounts(
  data: PortalData,
  {
    mergeId,
    into: intoId,
    from: fromId,
    keep = {},
    previewVersion,
  }: {
    mergeId: string
    into: string
    from: string
    keep?: MergeChoices | undefined
    previewVersion?: string | undefined
  },
  now: Date,
): MergeResult {
  const known = data.merges[mergeId]
  if (known) {
    return known.into === intoId && known.from === fromId
      ? { mergeId, status: 'completed', undoable: known.moved !== undefined }
      : failed(mergeId, 'This merge was done before, with other accounts.')
  }
  const into = findAccount(data, intoId)
  const from = findAccount(data, fromId)
  if (!into) return failed(mergeId, `There is no account ${intoId}.`)
  if (!from) return failed(mergeId, `There is no account ${fromId}.`)
  if (into === from) return failed(mergeId, 'Both are the same account.')
  if (into.mergedInto) return failed(mergeId, `${into.email} was merged into ${into.mergedInto} before.`)
  if (from.mergedInto) return failed(mergeId, `${from.email} was merged into ${from.mergedInto} before.`)

  if (previewVersion !== undefined && previewVersion !== versionOf(data, into, from)) {
    return failed(mergeId, 'The accounts changed since they were described.')
  }

  const moved: DoneMerge['moved'] = { rotations: [], comments: [], profile: {} }
  for (const rotation of data.rotations) {
    if (rotation.accountId === from.externalId) {
      rotation.accountId = into.externalId
      moved.rotations.push(rotation.id)
    }
    for (const comment of rotation.comments) {
      if (comment.accountId !== from.externalId) continue
      comment.accountId = into.externalId
      moved.comments.push(comment.id)
    }
  }
  // What the account that stays does not have, and what somebody chose; nothing else of it is overwritten.
  for (const name of PROFILE_FIELDS) {
    if (!from[name] || (into[name] && keep[name] !== 'from')) continue
    moved.profile[name] = into[name]
    into[name] = from[name]
  }
  from.mergedInto = into.externalId
  from.logInsFrom = now.toISOString()
  data.links = data.links.filter(({ accountId }) => accountId !== from.externalId)
  data.merges[mergeId] = { into: into.externalId, from: from.externalId, at: now.toISOString(), moved }
  return { mergeId, status: 'completed', undoable: true }
}

/** What was moved goes back; what came since stays where it is. */
export function undoMerge(data: PortalData, mergeId: string, now: Date): MergeResult {
  const done = data.merges[mergeId]
  const refused = (reason: string): MergeResult => ({ mergeId, status: 'undo_refused', reason })
  if (!done?.moved)
    return refused('There is no such merge, or it was done before merges could be taken back.')
  if (done.undoneAt) return { mergeId, status: 'undone' }
  const into = findAccount(data, done.into)
  const from = findAccount(data, done.from)
  if (!into || !from || into.mergedInto) return refused('The account that stayed is not there any more.')
  for (const rotation of data.rotations) {
    if (done.moved.rotations.includes(rotation.id)) rotation.accountId = from.externalId
    for (const comment of rotation.comments) {
      if (done.moved.comments.includes(comment.id)) comment.accountId = from.externalId
    }
  }
  Object.assign(into, done.moved.profile)
  from.mergedInto = null
  done.undoneAt = now.toISOString()
  return { mergeId, status: 'undone' }
}

const failed = (mergeId: string, reason: string): MergeResult => ({ mergeId, status: 'failed', reason })

/** An account that became part of another is no account to merge. */
const living = (account: Account | undefined) => (account?.mergedInto ? undefined : account)

/** Only facts that stay the same from one look to the next: an approval is held to what was shown. */
function described(data: PortalData, account: Account): HostAccount {
  return {
    externalId: account.externalId,
    name: account.name,
    email: account.email,
    emailVerified: account.emailVerified,
    createdAt: account.createdAt,
    roles: [account.role],
    ...(account.school && { organisation: account.school }),
    facts: [
      { label: 'School', value: account.school || 'None' },
      { label: 'Discipline', value: account.discipline || 'None' },
      { label: 'Year of study', value: account.year || 'None' },
      { label: 'Rotations', value: String(rotationsOf(data, account).length) },
      { label: 'Made by', value: account.origin === 'school' ? 'The school' : 'Sign-up' },
      { label: 'Password', value: account.passwordHash ? 'Set' : 'Never set' },
    ],
  }
}

function movesOf(data: PortalData, into: Account, from: Account): string[] {
  const moves = rotationsOf(data, from).map(
    (rotation) => `Rotation: ${rotation.title}, ${rotation.site}, ${datesInWords(rotation)}`,
  )
  const comments = data.rotations.flatMap((rotation) => rotation.comments)
  const written = comments.filter(({ accountId }) => accountId === from.externalId).length
  if (written > 0) moves.push(`${written} ${written === 1 ? 'comment' : 'comments'} on rotations`)
  const filled = PROFILE_FIELDS.filter((name) => !into[name] && from[name])
  for (const name of filled) moves.push(`The profile's ${name}: ${from[name]}`)
  return moves
}

function warningsOf(data: PortalData, into: Account, from: Account): string[] {
  const warnings: string[] = []
  if (into.name.toLowerCase() !== from.name.toLowerCase()) {
    warnings.push(`The accounts have different names: ${into.name} and ${from.name}.`)
  }
  if (!from.emailVerified) warnings.push(`Nobody has confirmed the address ${from.email} to us.`)
  const key = ({ title, site, startsOn }: { title: string; site: string; startsOn: string }) =>
    [title, site, startsOn].join('|')
  const known = new Set(rotationsOf(data, into).map(key))
  for (const rotation of rotationsOf(data, from)) {
    if (known.has(key(rotation))) warnings.push(`Both accounts have ${rotation.title}, ${rotation.site}.`)
  }
  return warnings
}
