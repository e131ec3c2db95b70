// An article that somebody put into a message: its title on one line and its address at our help center on the next become one
// card. Any other address stays the link that it is. Partners: markdown.tsx; the look is article-card.css.

import type { ComponentChildren } from 'preact'
import { ArticleIcon } from './icons.tsx'
import { richText } from './markdown.tsx'

interface Card {
  title: string
  address: string
  slug: string
  section?: string
}

/** A title, a line break, an address with nothing behind it. */
const TITLED = /(^|\n)([^\n]+)\n(https?:\/\/\S+)(?=\n|$)/g

/** @param center the address at which the help center's pages begin; @param onOpen absent: the card leads to its page */
export function textWithCards(
  text: string,
  center: string,
  onOpen?: (slug: string, section?: string) => void,
): ComponentChildren[] {
  const drawn: ComponentChildren[] = []
  let end = 0
  for (const found of text.matchAll(TITLED)) {
    const [whole, , title = '', address = ''] = found
    const card = cardOf(title, address, center)
    if (!card) continue
    const before = text.slice(end, found.index).trim()
    if (before) drawn.push(...richText(before))
    drawn.push(drawnCard(card, onOpen))
    end = found.index + whole.length
  }
  const rest = end ? text.slice(end).replace(/^\s+/, '') : text
  return rest ? [...drawn, ...richText(rest)] : drawn
}

function drawnCard({ title, address, slug, section }: Card, onOpen: Parameters<typeof textWithCards>[2]) {
  return (
    <a
      class="hd-card"
      href={address}
      target="_blank"
      rel="noopener"
      onClick={(event) => {
        event.stopPropagation()
        if (!onOpen || event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onOpen(slug, section)
      }}
    >
      <ArticleIcon />
      <span>{title}</span>
    </a>
  )
}

/** A page of ours: a collection and an article, with or without a language before them. */
function cardOf(title: string, address: string, center: string): Card | undefined {
  if (!address.startsWith(center)) return undefined
  const [path = '', section] = address.slice(center.length).split('#')
  const names = path.split('/')
  const slug = names.at(-1)
  if (!slug || names.length < 2 || names.length > 3 || !names.every((name) => /^[\w-]+$/.test(name)))
    return undefined
  return { title, address, slug, ...(section && { section: safelyDecoded(section) }) }
}

function safelyDecoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
