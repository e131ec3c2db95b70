// The list of emoji, fetched when its button is first pressed. Partner: emoji-place.tsx.

import css from '../../ui/emoji.css'
import { adopt } from '../sheet.ts'

export { EmojiPicker } from '../../ui/emoji-picker.tsx'

adopt(css)
