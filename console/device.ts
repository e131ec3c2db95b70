// The small memory of this browser: preferences, drafts, sends that were not acknowledged. Where storage is denied
// everything works, and is forgotten when the tab closes. Never anything that the server told.

const PREFIX = 'helpdock.console.'

/** What was kept under the name, or `otherwise` where it is missing, broken or not readable. */
export function recall<T>(storage: () => Storage, name: string, otherwise: T): T {
  try {
    const text = storage().getItem(PREFIX + name)
    return text === null ? otherwise : (JSON.parse(text) as T)
  } catch {
    return otherwise
  }
}

/** null forgets. @returns false: denied, or full, and what was there before still is */
export function keep(storage: () => Storage, name: string, value: unknown): boolean {
  try {
    if (value === null) storage().removeItem(PREFIX + name)
    else storage().setItem(PREFIX + name, JSON.stringify(value))
    return true
  } catch {
    return false
  }
}

/** The names that begin so. */
export function keptNames(storage: () => Storage, start: string): string[] {
  try {
    const names = Object.keys(storage()).filter((key) => key.startsWith(PREFIX + start))
    return names.map((key) => key.slice(PREFIX.length))
  } catch {
    return []
  }
}

/** For all tabs of this browser. */
export const shared = () => localStorage
/** For this tab alone: survives its reload, not its end. */
export const ofThisTab = () => sessionStorage
