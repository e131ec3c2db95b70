// The other face of a letter: one column that a phone shows whole, on light and dark ground, in the desk's name and colour. Everything is
// escaped; what people wrote has the little of markdown that the chat draws, by the same rules. No picture, nothing that is fetched,
// nothing that tells who read it. Partners: body.ts, which says the same in full as plain text; ui/markdown.tsx.

import type { ComponentChildren, VNode } from 'preact'
import { textOn } from '../../protocol/contrast.ts'
import { richText } from '../../ui/markdown.tsx'
import { type Html, html } from '../articles/pages/html.ts'
import { directionOf } from '../articles/pages/languages.ts'
import type { Block, ThreadEntry, ThreadHead } from './body.ts'

export type Ground = 'light' | 'dark'

interface Look {
  /** Of the desk, above the letter; empty: nothing stands there. */
  name: string
  /** `#rrggbb` */
  accent: string | null
}

/** As ui/tokens.css has it: mail programs know no tokens. */
const ACCENT = '#0b6b5d'

/**
 * Styles stand at their elements, since many programs take no sheet; the sheet is for dark ground, which only those show that take one.
 */
const STYLE = {
  body: 'margin:0;padding:0;background:#f3f6f5;',
  page: 'background:#f3f6f5;',
  card: 'background:#ffffff;border:1px solid #dfe7e4;border-radius:10px;text-align:start;',
  inside: `padding:24px;font:16px/24px system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;color:#15211e;overflow-wrap:anywhere;`,
  name: 'margin:0 0 20px;font-weight:600;font-size:15px;line-height:20px;color:#465752;',
  words: 'margin:0 0 16px;',
  aside:
    'margin:8px 0 0;padding-top:16px;border-top:1px solid #dfe7e4;font-size:14px;line-height:20px;color:#465752;',
  code: `margin:0 0 16px;padding:16px;border-radius:8px;background:#f3f6f5;color:#15211e;text-align:center;font:600 24px/32px ui-monospace,Menlo,Consolas,monospace;letter-spacing:3px;`,
  button: 'margin:0 0 24px;',
  link: 'display:inline-block;padding:12px 20px;border-radius:8px;font-weight:600;line-height:20px;text-decoration:none;',
  facts: 'margin:0 0 16px;padding:12px 16px;border-radius:8px;background:#f3f6f5;color:#15211e;',
  heading: 'margin:0 0 4px;font-size:14px;line-height:20px;color:#465752;',
  said: 'margin:0 0 20px;padding:12px 16px;border-radius:8px;background:#f3f6f5;color:#15211e;',
  title: 'margin:0 0 4px;font-size:17px;line-height:24px;font-weight:600;',
  day: 'margin:24px 0 12px;padding-top:16px;border-top:1px solid #dfe7e4;font-size:14px;line-height:20px;font-weight:600;color:#465752;',
  note: 'margin:0 0 16px;font-size:14px;line-height:20px;color:#465752;',
}

const DARK = `
.page{background:#0f1614!important}
.card{background:#18211f!important;border-color:#293633!important}
.ink{color:#e9f0ee!important}
.ink-2{color:#b3c1bd!important}
.inset{background:#212c29!important;color:#e9f0ee!important}
.line{border-color:#293633!important}
`
const NARROW = `@media (max-width:480px){.around{padding:0!important}.card{border-width:0!important;border-radius:0!important}.inside{padding:20px 16px!important}}
`

const SHEETS: Record<Ground | 'any', string> = {
  any: `:root{color-scheme:light dark}\n@media (prefers-color-scheme:dark){${DARK}}\n`,
  dark: `:root{color-scheme:dark}${DARK}`,
  light: ':root{color-scheme:light}',
}

/** @param ground on which it is shown, where that is not the program's to say */
export function htmlOf(
  { subject, locale, body }: { subject: string; locale: string; body: readonly Block[] },
  look: Look,
  ground?: Ground,
): string {
  const direction = directionOf(locale)
  const page = html`<!doctype html>
<html lang="${locale}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${subject}</title>
<style>${SHEETS[ground ?? 'any'] + NARROW}</style>
</head>
<body class="page" style="${STYLE.body}">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" dir="${direction}" style="${STYLE.page}"><tr>
<td class="around" align="center" style="padding:24px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;${STYLE.card}"><tr>
<td class="inside ink" style="${STYLE.inside}">
${look.name && html`<p class="ink-2" style="${STYLE.name}">${look.name}</p>`}
${body.map((block) => drawn(block, look.accent ?? ACCENT))}
</td>
</tr></table>
</td>
</tr></table>
</body>
</html>
`
  return page.source
}

function drawn(block: Block, accent: string): Html {
  switch (block.is) {
    case 'words':
      return html`<p style="${STYLE.words}">${block.text}</p>\n`
    case 'aside':
      return html`<p class="ink-2 line" style="${STYLE.aside}">${block.text}</p>\n`
    case 'code':
      return html`<p class="inset" dir="ltr" style="${STYLE.code}">${block.code}</p>\n`
    case 'link':
      return button(block.url, block.label ?? block.url, accent)
    case 'facts':
      return html`<p class="inset" style="${STYLE.facts}">${inLines(block.lines.join('\n'))}</p>\n`
    case 'said':
      return said(block)
    case 'thread':
      return thread(block.head, block.entries)
  }
}

function button(url: string, label: string, accent: string): Html {
  const colours = `background:${accent};border:1px solid ${accent};color:${textOn(accent)};`
  return html`<p style="${STYLE.button}"><a href="${url}" target="_blank" rel="noopener noreferrer" style="${STYLE.link}${colours}">${label}</a></p>\n`
}

function said({ heading, text }: { heading?: string; text: string }): Html {
  return html`${heading && html`<p class="ink-2" style="${STYLE.heading}">${heading}</p>\n`}<div class="inset" dir="auto" style="${STYLE.said}">${asTyped(text)}</div>\n`
}

function thread({ title, about, answers }: ThreadHead, entries: readonly ThreadEntry[]): Html {
  return html`<p style="${STYLE.title}">${title}</p>
<p class="ink-2" style="${STYLE.note}">${about.join(' ')}</p>
${answers.map(({ label, text }) => said({ heading: label, text }))}${entries.map(entry)}`
}

function entry({ day, time, name, text }: ThreadEntry): Html {
  const above = day && html`<p class="ink-2 line" style="${STYLE.day}">${day}</p>\n`
  if (name === undefined) return html`${above}<p class="ink-2" style="${STYLE.note}">${time} · ${text}</p>\n`
  return html`${above}${said({ heading: `${time} · ${name}`, text })}`
}

// ---- what people wrote: the elements that the chat draws, as text

/** What the chat draws, and no other element; each with a look that needs no sheet. */
const TAGS: Record<string, string> = {
  strong: 'font-weight:600;',
  em: 'font-style:italic;',
  code: 'font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px;',
  pre: 'margin:8px 0;white-space:pre-wrap;',
  ul: 'margin:4px 0;padding-inline-start:24px;',
  ol: 'margin:4px 0;padding-inline-start:24px;',
  li: 'margin:0;',
  blockquote: 'margin:0 0 8px;padding-inline-start:12px;border-inline-start:3px solid #82918d;',
}

const asTyped = (text: string): Html[] => richText(text.trim()).map((part) => element(part))

/** An element that is none of them is shown by what is in it. */
function element(drawn: ComponentChildren, isAsIs = false): Html {
  if (Array.isArray(drawn)) return html`${drawn.map((part) => element(part, isAsIs))}`
  if (typeof drawn === 'string') return isAsIs ? html`${drawn}` : inLines(drawn)
  if (typeof drawn !== 'object' || drawn === null || !('type' in drawn)) return html``
  const { type, props } = drawn as VNode<{ children?: ComponentChildren; href?: string }>
  const inside = element(props.children, isAsIs || type === 'pre')
  if (type === 'a' && props.href)
    return html`<a class="ink" href="${props.href}" target="_blank" rel="noopener noreferrer nofollow" style="color:#15211e">${inside}</a>`
  const style = typeof type === 'string' && TAGS[type]
  return style ? html`<${String(type)} style="${style}">${inside}</${String(type)}>` : inside
}

/** Not every program keeps line breaks that are no elements. */
const inLines = (text: string) =>
  html`${text.split('\n').map((line, at) => html`${at > 0 && html`<br>`}${line}`)}`
