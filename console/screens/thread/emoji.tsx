// The list of emoji: fetched when its button is first pressed. Partner: composer.tsx.

import type { ComponentProps } from 'preact'
import look from '../../../ui/emoji.css'
import { EmojiPicker } from '../../../ui/emoji-picker.tsx'
import { adopt } from '../../styles.ts'

adopt(look)

export const Emoji = (props: ComponentProps<typeof EmojiPicker>) => <EmojiPicker {...props} />
