// Where in a text something is inserted, and what then stands around it. Partner: composer.tsx.

/** The cursor stands where a word would begin: the sign that opens the list is meant as such. */
export function startsAWord({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): boolean {
  return selectionStart === selectionEnd && /(?:^|\s)$/.test(value.slice(0, selectionStart))
}

/** Paragraphs stand apart from each other; one line after one line goes on in it. */
export function insertedAt(
  text: string,
  at: number,
  words: string,
  isMacro: boolean,
): { text: string; caret: number } {
  const [before, after] = [text.slice(0, at), text.slice(at)]
  const isBlock = words.includes('\n') || (isMacro && before.includes('\n\n'))
  const gap = isBlock ? apart(before) : /(?:^|\s)$/.test(before) ? '' : ' '
  const rest = isBlock && after.trim() ? `\n\n${after.trimStart()}` : after
  return { text: before + gap + words + rest, caret: before.length + gap.length + words.length }
}

function apart(before: string): string {
  if (!before.trim() || before.endsWith('\n\n')) return ''
  return before.endsWith('\n') ? '\n' : '\n\n'
}
