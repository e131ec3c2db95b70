// What a message answers: who said it and how it begins. In a bubble it leads to the message; above what is being
// written it can be taken away. Words are handed in; the look is quote.css.

import type { Quote } from '../protocol/entities.ts'
import { IconButton } from './controls.tsx'
import { CloseIcon } from './icons.tsx'

export interface QuoteWords {
  /** Of who said it. */
  nameOf: (author: Quote['author']) => string
  deleted: string
  goTo: (name: string) => string
  remove: string
}

interface Props {
  quote: Quote
  words: QuoteWords
}

/** In a bubble. */
export function QuoteInBubble({ quote, words, onGo }: Props & { onGo: (sequence: number) => void }) {
  const name = words.nameOf(quote.author)
  return (
    <button type="button" class="hd-quote" title={words.goTo(name)} onClick={() => onGo(quote.sequence)}>
      <Said quote={quote} words={words} />
    </button>
  )
}

/** Above the field. */
export function QuoteToSend({ quote, words, onRemove }: Props & { onRemove: () => void }) {
  return (
    <div class="hd-quoting">
      <div class="hd-quote">
        <Said quote={quote} words={words} />
      </div>
      <IconButton label={words.remove} onClick={onRemove}>
        <CloseIcon size={16} />
      </IconButton>
    </div>
  )
}

const Said = ({ quote, words }: Props) => (
  <>
    <strong>{words.nameOf(quote.author)}</strong>
    <span dir="auto" class={quote.deleted ? 'hd-quote-gone' : ''}>
      {quote.deleted ? words.deleted : quote.snippet}
    </span>
  </>
)
