// What makes a thread more than a list of texts, in one bundle that comes when a thread is opened: until then, and where it
// cannot, plain bubbles stand there, and writing and reading go on. Partner: on-demand.tsx.

import card from '../../ui/article-card.css'
import bubbles from '../../ui/bubbles.css'
import danger from '../../ui/danger.css'
import emoji from '../../ui/emoji-button.css'
import longThread from '../../ui/long-thread.css'
import marked from '../../ui/markdown.css'
import actions from '../../ui/message-actions.css'
import quotes from '../../ui/quote.css'
import typing from '../../ui/typing.css'
import css from '../look/conversation.css'
import { adopt } from '../sheet.ts'

export { Emoji } from './emoji-place.tsx'
export { Late } from './late.tsx'
export { Otherwise, Said } from './message.tsx'
export { Place } from './place.tsx'
export { Quoting } from './quoting.tsx'
export { Typing } from './typing.tsx'

adopt(danger + bubbles + actions + marked + longThread + quotes + card + emoji + typing + css)
