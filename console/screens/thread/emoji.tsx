// The list of emoji: fetched when its button is first pressed. Partner: composer.tsx.

import type { ComponentProps } from 'preact'
import { EmojiPicker } from '../../../ui/emoji-picker.tsx'

export const Emoji = (props: ComponentProps<typeof EmojiPicker>) => <EmojiPicker {...props} />
