// What is typed while its field is still on its way, letter by letter. Partner: composer.tsx.

/** @returns the text after this key; undefined where the key is none that such a field would take */
export function typedOn(
  text: string,
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): string | undefined {
  if (ctrlKey || metaKey || altKey) return undefined
  if (key === 'Backspace') return text.slice(0, -1)
  if (key === 'Enter' || key === 'Escape') return text
  return [...key].length === 1 ? text + key : undefined
}
