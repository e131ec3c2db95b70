// What Wardway says while one of its students fills in a form at Helpdock. It names no account to somebody who only knows a
// name: the other one must be of that very name, made by a school, hold a rotation, and never have been logged in to.

import { findAccount, type PortalData, rotationsOf } from './portal.ts'

/** Masked; null where there is none, or more than one. */
export function otherAccountOf(data: PortalData, externalId: string): string | null {
  const own = findAccount(data, externalId)
  if (!own || own.mergedInto) return null
  const others = data.accounts.filter(
    (other) =>
      other !== own &&
      !other.mergedInto &&
      other.name === own.name &&
      other.origin === 'school' &&
      other.passwordHash === null &&
      rotationsOf(data, other).length > 0,
  )
  const [other, ...more] = others
  return other && more.length === 0 ? other.email.replace(/^(.).*@/, '$1•••@') : null
}

export function rotationsToChoose(data: PortalData, externalId: string): { id: string; label: string }[] {
  const own = findAccount(data, externalId)
  if (!own || own.mergedInto) return []
  return rotationsOf(data, own).map(({ id, title, site }) => ({ id, label: `${title}, ${site}` }))
}
