// What is said around a quote, in bubbles and above the composer.

import type { QuoteWords } from '../../../ui/quote.tsx'
import { me } from '../../state.ts'
import { strings } from '../../strings.ts'

export const quoteWords: QuoteWords = {
  ...strings.quote,
  nameOf: ({ id, name }) => (id === me.value?.id ? strings.thread.you : name),
}
