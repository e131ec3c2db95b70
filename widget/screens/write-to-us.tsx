// The way to a person, under every list and every article.

import { ChatIcon, ForwardIcon } from '../../ui/icons.tsx'
import { span } from '../../ui/time.ts'
import { locale } from '../help.ts'
import { go } from '../navigation.ts'
import { state } from '../state.ts'
import * as t from '../strings/en.ts'

/** Always at hand, with the wait that past answers promise; nothing is promised where there were too few. */
export function WriteToUs() {
  const wait = state.typicalReplyMs.value
  return (
    <button
      type="button"
      class="write hd-button hd-primary hd-size-l hd-wide"
      onClick={() => go({ name: 'write' })}
    >
      <ChatIcon />
      <span class="grow">{t.writeToUs}</span>
      {wait !== null && <small>{t.usualWait(span(wait, locale()))}</small>}
      <ForwardIcon size={16} />
    </button>
  )
}
