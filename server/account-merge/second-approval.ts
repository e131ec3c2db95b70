// Why a merge needs two agents, in words for them. The host says what its accounts may do and to whom they belong; we
// do not guess it from names of roles.

import type { MergePreview } from '../../protocol/account-merge.ts'
import type { MergeParts } from './ledger.ts'

export function secondNeeded(
  { into, from }: MergePreview,
  { secondApproval }: Pick<MergeParts, 'secondApproval'>,
): string[] {
  const reasons: string[] = secondApproval === 'always' ? ['Here every merge needs two agents.'] : []
  for (const account of [into, from]) {
    if (account?.elevated) reasons.push(`${account.email} may do more than most accounts.`)
    if (account && !account.emailVerified) reasons.push(`The host never confirmed ${account.email}.`)
  }
  const [one, other] = [into?.organisation, from?.organisation]
  if (one && other && one !== other) {
    reasons.push(`The accounts belong to different organisations: ${one} and ${other}.`)
  }
  return reasons
}
