// Keys as they stand on the agent's own keyboard.

const NAMES: Record<string, string> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Escape: 'Esc',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
}

const isApple = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '')

/** “Mod+k” → “Ctrl K”, on a Mac “⌘ K”; “X” → “Shift X”. */
export function keyName(key: string): string {
  const [, modified] = /^Mod\+(.+)/.exec(key) ?? []
  if (modified) return `${isApple ? '⌘' : 'Ctrl'} ${keyName(modified)}`
  if (/^[A-Z]$/.test(key)) return `Shift ${key}`
  return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key)
}

/** The key that sends: the platform's own. */
export const SEND_KEY = keyName('Mod+Enter')
