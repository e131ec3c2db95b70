// What a person writes with, in words, for the agent who helps: browser, its main version, the system, and whose clock it shows.
// Nothing finer, and shown before it goes (screens/alongside.tsx). In the bundle of screens/beside.tsx.

import * as t from './strings/en/beside.ts'

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

/** Of the device, what is known and can go along: its name in the hand-over, what it is called, what it says. */
export function ofDevice(): [key: 'browser' | 'zone', name: string, words: string][] {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  const all: ReturnType<typeof ofDevice> = [
    ['browser', t.browser, browserInWords()],
    ['zone', t.timeZone, timeZone],
  ]
  return all.filter(([, , words]) => words)
}

function first(names: [RegExp, string][], agent: string): [RegExpExecArray?, string?] {
  for (const [pattern, name] of names) {
    const match = pattern.exec(agent)
    if (match) return [match, name]
  }
  return []
}
