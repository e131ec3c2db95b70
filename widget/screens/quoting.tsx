// What the message that is being written answers: above the field, until it is sent or taken away. In the bundle of a
// thread. Partners: message.tsx, which chooses it; ui/quote.tsx.

import { useRef } from 'preact/hooks'
import type { Quote } from '../../protocol/entities.ts'
import { quotedBy } from '../../protocol/revisions.ts'
import { QuoteToSend, type QuoteWords } from '../../ui/quote.tsx'
import { put, state } from '../state.ts'
import * as t from '../strings/en/message.ts'
import { focusIn } from './frame.tsx'

export const quoteWords: QuoteWords = {
  ...t.quote,
  nameOf: ({ kind, name }) => (kind === 'contact' ? t.you : name),
}

export function Quoting({ of }: { of: string }) {
  const box = useRef<HTMLDivElement>(null)
  const { [of]: quote, ...others } = state.quotes.value
  if (!quote) return null
  return (
    <div ref={box}>
      <QuoteToSend
        quote={asItIsNow(of, quote)}
        words={quoteWords}
        onRemove={() => {
          const root = box.current?.getRootNode() as ShadowRoot
          put('quotes', others)
          focusIn(root)
        }}
      />
    </div>
  )
}

function asItIsNow(ticket: string, quote: Quote): Quote {
  const newest = state.threads.value[ticket]?.findLast(
    (one) => one.kind === 'revision' && one.of === quote.sequence,
  )
  return newest?.kind === 'revision' ? quotedBy(quote, newest) : quote
}
