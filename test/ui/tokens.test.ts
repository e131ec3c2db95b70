// Every pair of text and ground that the programs use reads well in both themes: WCAG 2.2 AA, computed.

import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync('ui/tokens.css', 'utf8')

const TEXT_MIN = 4.5
/** Borders of controls and the focus ring. */
const GRAPHIC_MIN = 3

const GROUNDS = ['ground', 'surface', 'raised', 'sunken', 'hover']
const textPairs = [
  ...GROUNDS.flatMap((ground) =>
    ['ink', 'ink-2', 'ink-3', 'accent-text', 'danger'].map((text) => [text, ground]),
  ),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['accent-text', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['danger', 'danger-soft'],
  ['ink', 'danger-soft'],
  ['warning', 'warning-soft'],
  ['ink', 'warning-soft'],
  ['success', 'success-soft'],
  ['ink', 'note'],
  ['ink-2', 'note'],
  ['ink', 'mark'],
  ['on-accent', 'badge'],
] as [string, string][]
const graphicPairs = [
  ...['surface', 'ground'].flatMap((ground) =>
    ['line-strong', 'focus', 'accent'].map((line) => [line, ground]),
  ),
] as [string, string][]

for (const [theme, index] of [
  ['light', 0],
  ['dark', 1],
] as const) {
  test.each(textPairs)(`%s on %s reads well (${theme})`, (text, ground) => {
    expect(contrast(colour(text, index), colour(ground, index))).toBeGreaterThanOrEqual(TEXT_MIN)
  })
  test.each(graphicPairs)(`%s stands out on %s (${theme})`, (line, ground) => {
    expect(contrast(colour(line, index), colour(ground, index))).toBeGreaterThanOrEqual(GRAPHIC_MIN)
  })
}

function colour(token: string, theme: 0 | 1): string {
  const value = new RegExp(`--hd-${token}:\\s*([^;]+);`).exec(css)?.[1]
  const colours = [...(value ?? '').matchAll(/#(?:[0-9a-f]{6}|[0-9a-f]{3})\b/g)].map(([hex]) => inFull(hex))
  const found = colours[colours.length === 1 ? 0 : theme]
  if (!found) throw new Error(`tokens.css has no colour --hd-${token}`)
  return found
}

/** `#fff` as `#ffffff`. */
const inFull = (hex: string) => (hex.length === 4 ? hex.replace(/[0-9a-f]/g, '$&$&') : hex)

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

function luminance(hex: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
