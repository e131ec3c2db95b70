// What the tab and the device keep as JSON; where storage is denied, nothing. Partners: memory.ts, drafts.ts.

/** Database of files that are on their way (kept-files.ts). */
export const FILES = 'helpdock.files'

// Even naming the storage throws where it is denied, so it is named inside the try.
export const sessionStore = () => sessionStorage
export const localStore = () => localStorage

export function read<T>(store: () => Storage, key: string): T | undefined {
  try {
    return (JSON.parse(store().getItem(key) ?? 'null') as T | null) ?? undefined
  } catch {
    return undefined
  }
}

/** Nothing removes what is there. @returns false: denied, or full, and what was there before still is */
export function write(store: () => Storage, key: string, value?: unknown): boolean {
  try {
    if (value) store().setItem(key, JSON.stringify(value))
    else store().removeItem(key)
    return true
  } catch {
    return false
  }
}
