// The second wall: whatever the renderer lets through, only these tags and attributes reach a reader. Extended
// exactly by what render.ts writes; test/articles/hostile.test.ts shows that it holds alone.

import sanitize from 'sanitize-html'
import { VIDEO_FRAME } from './media.ts'

export const cleaned = (html: string) => sanitize(html, ALLOWED)

const HEADINGS = ['h2', 'h3', 'h4', 'h5', 'h6']

const ALLOWED: sanitize.IOptions = {
  allowedTags: [
    ...[
      'p',
      ...HEADINGS,
      'ul',
      'ol',
      'li',
      'strong',
      'em',
      'del',
      'sup',
      'span',
      'code',
      'pre',
      'blockquote',
    ],
    ...['a', 'img', 'figure', 'figcaption', 'br', 'hr', 'div', 'input'],
    ...['table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  allowedAttributes: {
    a: ['href', 'id', 'title', 'aria-label', 'rel', 'data-article', 'data-section'],
    img: ['src', 'alt', 'title', 'loading', 'width', 'height'],
    ol: ['start'],
    li: ['id'],
    div: [{ name: 'tabindex', values: ['0'] }, 'data-if'],
    figure: ['data-video'],
    input: [{ name: 'type', values: ['checkbox'] }, 'checked', 'disabled', 'aria-label'],
    ...Object.fromEntries(HEADINGS.map((tag) => [tag, ['id']])),
  },
  allowedClasses: {
    div: ['callout', 'callout-*', 'table', 'branches', 'branch', 'footnotes'],
    p: ['branch-for', 'callout-title', 'file'],
    a: ['download', 'footnote-back'],
    ol: ['steps'],
    ul: ['tasks'],
    span: ['file-size'],
    sup: ['footnote-ref'],
    figure: ['image', 'video'],
    th: ['align-*'],
    td: ['align-*'],
    code: ['language-*'],
  },
  allowedSchemes: ['https', 'mailto'],
  allowedSchemesByTag: { img: ['https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: {
    a: (tagName, attribs) => ({ tagName, attribs: kept(attribs, 'id', FOOTNOTE_ID) }),
    li: (tagName, attribs) => ({ tagName, attribs: kept(attribs, 'id', FOOTNOTE_ID) }),
    figure: (tagName, attribs) => ({ tagName, attribs: kept(attribs, 'data-video', VIDEO_FRAME) }),
  },
}

/** A heading's anchor has no dot, so a footnote never takes its place. */
const FOOTNOTE_ID = /^fn(?:ref)?\.\d+(?:-\d+)?$/

/** An attribute stays only in the form that we write ourselves. */
function kept(attribs: sanitize.Attributes, name: string, form: RegExp): sanitize.Attributes {
  const { [name]: value, ...others } = attribs
  return value !== undefined && form.test(value) ? attribs : others
}
