// One style sheet for all pages of the demo host.

import frame from './look/frame.css'
import logIn from './look/log-in.css'
import mailbox from './look/mailbox.css'
import moods from './look/moods.css'
import page from './look/page.css'
import parts from './look/parts.css'
import rotations from './look/rotations.css'

export const STYLE = [page, frame, parts, logIn, rotations, mailbox, moods].join('\n')
