// Conflicts between two accounts, decided field by field: which side stays. The host names the fields.

import type { MergeChoices, MergeConflict } from '../../protocol/account-merge.ts'
import { Refusal } from '../errors.ts'

/** A side for each conflict, and for nothing else. */
export function chosen(conflicts: readonly MergeConflict[], choices: MergeChoices): MergeChoices {
  return Object.fromEntries(
    conflicts.map(({ field, label }) => {
      const side = Object.hasOwn(choices, field) ? choices[field] : undefined
      if (!side) throw new Refusal('merge.undecided', { field: `/choices/${field}`, detail: `“${label}”` })
      return [field, side]
    }),
  )
}

export const isSame = (one: MergeChoices, other: MergeChoices) =>
  Object.keys({ ...one, ...other }).every((field) => one[field] === other[field])

/** For the trail: “; keeps school of the account that ends”. */
export const inWords = (choices: MergeChoices) =>
  Object.entries(choices)
    .map(([field, side]) => `; keeps ${field} of the account that ${side === 'from' ? 'ends' : 'stays'}`)
    .join('')
