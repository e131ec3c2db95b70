// The console in a real browser against a real server: from the keyboard alone, on a phone, on a bad line, with two
// agents at one ticket; and axe on every screen, in both themes.

import { atTheDesk } from './console-browser/desk.ts'
import { deviceScenes } from './console-browser/device.ts'
import { fileScenes } from './console-browser/files.ts'
import { keyboardScenes } from './console-browser/keyboard.ts'
import { lateScenes } from './console-browser/late.ts'
import { lineScenes } from './console-browser/line.ts'
import { longScenes } from './console-browser/long.ts'
import { manyScenes } from './console-browser/many.ts'
import { mergeScenes } from './console-browser/merges.ts'
import { newsScenes } from './console-browser/news.ts'
import { peopleScenes } from './console-browser/people.ts'
import { screenScenes } from './console-browser/screens.ts'
import { settingsScenes } from './console-browser/settings.ts'
import { ticketScenes } from './console-browser/tickets.ts'
import { writingScenes } from './console-browser/writing.ts'

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
