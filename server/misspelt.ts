// Settings that somebody meant and misspelt: nothing else would ever say so, for a setting that is not there is a right one.
// Their values are never said: what was to be IDENTITY_SECRET is as secret. Partner: environment.ts, the names that there are.

import { Settings } from './environment.ts'

/** From this length on, two slips still leave a name that stands for nothing else. */
const LONG_CHARS = 10

/** @returns one sentence for each */
export function misspelt(environment: Record<string, string | undefined>): string[] {
  const missing = Object.keys(Settings.properties).filter((name) => !environment[name]?.trim())
  return Object.keys(environment)
    .filter((name) => !(name in Settings.properties))
    .flatMap((name) => {
      // Where the setting itself is there, another program's has a name like it.
      const meant = missing.find((one) => isNearly(name.toUpperCase(), one))
      return meant ? [`${name} is no setting and is not read. Was ${meant} meant, which is not set?`] : []
    })
}

function isNearly(name: string, known: string): boolean {
  const slips = known.length < LONG_CHARS ? 1 : 2
  return Math.abs(name.length - known.length) <= slips && slipsBetween(name, known) <= slips
}

/** Letters left out, added, taken for another, or swapped with their neighbour (optimal string alignment). */
function slipsBetween(one: string, other: string): number {
  let before: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1]
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      const ways = [(last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1)]
      if (isSwapped) ways.push((before[j - 2] ?? 0) + 1)
      row.push(Math.min(...ways))
    }
    before = last
    last = row
  }
  return last[other.length] ?? 0
}
