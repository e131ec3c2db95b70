// Conditions on signed attributes: what an editor writes behind `:::if`, and for whom a block is shown. The server
// checks and writes them, the device asks them; both with this code. What is not known about a reader is neither
// true nor false: then nothing is hidden from them.

/** `discipline=PA|NP & year!=1`: every test must hold; one of its values is enough. */
interface Test {
  attribute: string
  isNot: boolean
  values: string[]
}
export type Condition = Test[]
export type Attributes = Record<string, unknown>

const TEST = /^\s*([\p{L}\p{N}_.-]+)\s*(!?=)\s*([^=&|]+(?:\|[^=&|]+)*)$/u

/** @throws Error that says what was expected */
export function parseCondition(text: string): Condition {
  return text.split('&').map((part) => {
    const [, attribute = '', sign, values = ''] = TEST.exec(part) ?? []
    const given = values.split('|').map((value) => value.trim())
    if (!attribute || given.includes('')) {
      throw new Error(
        `“${text.trim()}” is not a condition such as discipline=PA, discipline=PA|NP or school=Northfield & year!=1.`,
      )
    }
    return { attribute, isNot: sign === '!=', values: given }
  })
}

/** The same for the same condition, however it was spaced. */
export function conditionText(condition: Condition): string {
  return condition
    .map(({ attribute, isNot, values }) => `${attribute}${isNot ? '!=' : '='}${values.join('|')}`)
    .join(' & ')
}

/**
 * The one branch of a block that this reader gets.
 * @param conditions of its branches in their order; null or '' for `:::else`
 * @returns its place, -1 where none holds, undefined where it hangs on what is not known: then all of them stand
 */
export function branchFor(
  conditions: (string | null | undefined)[],
  attributes: Attributes,
): number | undefined {
  const answers = conditions.map((text) => !text || evaluate(parseCondition(text), attributes))
  const chosen = answers.findIndex((answer) => answer !== false)
  return chosen >= 0 && answers[chosen] === undefined ? undefined : chosen
}

/** undefined where it hangs on an attribute that the reader does not have. */
export function evaluate(condition: Condition, attributes: Attributes): boolean | undefined {
  const results = condition.map(({ attribute, isNot, values }) => {
    // Their own only: `constructor` is no attribute.
    const given = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined
    if (given === undefined || given === null) return undefined
    const own = String(given).trim().toLowerCase()
    return values.some((value) => value.toLowerCase() === own) !== isNot
  })
  if (results.includes(false)) return false
  return results.includes(undefined) ? undefined : true
}
