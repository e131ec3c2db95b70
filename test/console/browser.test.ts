// The console in a real browser against a real server: from the keyboard alone, on a phone, on a bad line, with two
// agents at one ticket; and axe on every screen, in both themes.

import { atTheDesk } from './browser/desk.ts'
import { deviceScenes } from './browser/device.ts'
import { fileScenes } from './browser/files.ts'
import { keyboardScenes } from './browser/keyboard.ts'
import { lateScenes } from './browser/late.ts'
import { lineScenes } from './browser/line.ts'
import { longScenes } from './browser/long.ts'
import { manyScenes } from './browser/many.ts'
import { mergeScenes } from './browser/merges.ts'
import { newsScenes } from './browser/news.ts'
import { peopleScenes } from './browser/people.ts'
import { screenScenes } from './browser/screens.ts'
import { settingsScenes } from './browser/settings.ts'
import { ticketScenes } from './browser/tickets.ts'
import { writingScenes } from './browser/writing.ts'

atTheDesk()
ticketScenes()
keyboardScenes()
manyScenes()
writingScenes()
fileScenes()
newsScenes()
lineScenes()
lateScenes()
longScenes()
deviceScenes()
screenScenes()
settingsScenes()
peopleScenes()
mergeScenes()
