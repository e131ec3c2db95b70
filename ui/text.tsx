// What people wrote, as elements: links become links, marks become <mark>. Never innerHTML: the text of a message
// is hostile until it is a text node.

import type { ComponentChildren } from 'preact'

/** Links of http, https and mailto only; a closing bracket or a full stop after one is not part of it. */
const LINK = /\b(?:https?:\/\/|mailto:(?=[^\s@]{1,64}@))[^\s<>"'`]+[^\s<>"'`.,:;!?*]/gi

export function linkify(text: string): ComponentChildren[] {
  const parts: ComponentChildren[] = []
  let end = 0
  for (const found of text.matchAll(LINK)) {
    const address = withoutLooseBracket(found[0])
    parts.push(
      text.slice(end, found.index),
      <a href={address} target="_blank" rel="noopener noreferrer nofollow ugc">
        {address}
      </a>,
    )
    end = found.index + address.length
  }
  parts.push(text.slice(end))
  return parts
}

/** A snippet whose matching words stand between U+0002 and U+0003. */
export function withMarks(snippet: string): ComponentChildren[] {
  return snippet.split('\u0002').flatMap((part, index) => {
    if (index === 0) return [part]
    const [marked, ...rest] = part.split('\u0003')
    return [<mark>{marked}</mark>, rest.join('')]
  })
}

/** "(see https://x.test/a)": the bracket belongs to the sentence unless it was opened inside the address. */
function withoutLooseBracket(address: string): string {
  return address.endsWith(')') && !address.includes('(') ? address.slice(0, -1) : address
}
