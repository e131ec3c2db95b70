// That somebody is typing, for as long as it holds. In the bundle of a thread. Partner: thread.tsx.

import { TypingDots } from '../../ui/messages.tsx'
import { state } from '../state.ts'
import * as t from '../strings/en/message.ts'
import { useNow } from './frame.tsx'

const SECOND_MS = 1_000

export function Typing({ ticket }: { ticket: string }) {
  const typist = state.typing.value[ticket]
  const now = useNow(SECOND_MS)
  if (!typist || typist.until < now) return null
  return <TypingDots>{t.isTyping(typist.name)}</TypingDots>
}
