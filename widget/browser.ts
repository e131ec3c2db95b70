// What a person writes with, in words, for the agent who helps: browser, its main version, the system. Nothing finer, and
// shown before it goes (screens/alongside.tsx). In the bundle of screens/beside.tsx.

/** The first that fits: most browsers call themselves by others' names, too. */
const BROWSERS: [RegExp, string][] = [
  [/\bEdg\w*\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bSamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Chrome|CriOS)\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)\S* .*Safari/, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPod/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** “Chrome 131 on Windows”; as much of it as is known, or nothing. */
export function browserInWords(agent = navigator.userAgent): string {
  const [match, name] = first(BROWSERS, agent)
  const [, system] = first(SYSTEMS, agent)
  const browser = match && `${name} ${match[1]}`
  return [browser, system].filter(Boolean).join(' on ')
}

function first(names: [RegExp, string][], agent: string): [RegExpExecArray?, string?] {
  for (const [pattern, name] of names) {
    const match = pattern.exec(agent)
    if (match) return [match, name]
  }
  return []
}
