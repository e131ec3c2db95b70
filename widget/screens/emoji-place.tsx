// The button of the emoji in the composer, in the bundle of a thread; what it opens is a bundle of its own.

import { EmojiButton } from '../../ui/emoji-button.tsx'
import { bring } from '../parts.ts'
import * as t from '../strings/en/message.ts'

const composerOf = (button: HTMLElement) => button.closest('form')?.querySelector('textarea')

export const Emoji = () => (
  <EmojiButton words={t.emoji} fetch={async () => (await bring('emoji')).EmojiPicker} field={composerOf} />
)
