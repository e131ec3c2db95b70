// Puts a number or a few words into a sentence. For server and browser, so it knows nothing of either.

import type { Forms } from './words.ts'

export function counted(forms: Forms, n: number, locale: string): string {
  // Most languages have no form of their own for none, and a sentence all the same.
  const category = n === 0 && forms.zero ? 'zero' : new Intl.PluralRules(locale).select(n)
  const form = forms[category] ?? forms.other
  return filled(form, { n: new Intl.NumberFormat(locale).format(n) })
}

/** @param values what stands in braces → what stands there instead */
export function filled(sentence: string, values: Record<string, string>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
