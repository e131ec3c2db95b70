// What stands beside reading and writing, in one bundle that comes with the first article or the first message: it
// is of use to most people, and nobody needs it to search, to read or to write. Partner: on-demand.tsx.

import css from '../look/beside.css'
import { adopt } from '../sheet.ts'

export { Alongside } from './alongside.tsx'
export { Answers } from './answers.tsx'
export { Feedback } from './feedback.tsx'

adopt(css)
