// Tags of tickets: short words of the desk's own, which contacts never see. Partner: tag-text.ts, the one way to write them.

import Type from 'typebox'
import { TAG_MAX_CHARS } from '../limits.ts'

export const Tag = Type.String({ minLength: 1, maxLength: TAG_MAX_CHARS })
