// Elements from parts. Only text nodes and attributes: nothing that was typed becomes HTML.

import { MARK_END, MARK_START } from '../../../../protocol/search/marks.ts'

export function element(
  name: string,
  attributes: Record<string, string>,
  ...parts: (Node | string)[]
): HTMLElement {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value)
  made.append(...parts)
  return made
}

/** Plain text whose matching words stand between marks. */
export function withMarks(text: string): (Node | string)[] {
  return text.split(MARK_START).flatMap((part, place) => {
    const [marked = '', rest = ''] = part.split(MARK_END)
    return place === 0 ? [part] : [element('mark', {}, marked), rest]
  })
}
