// The sentences that the script says, in the page's own words: the page brings them along.

import type { ScriptWords } from '../words/words.ts'

export const words = JSON.parse(document.getElementById('hd-words')?.textContent ?? '{}') as ScriptWords
