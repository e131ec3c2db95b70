// What a script adds to pages that are complete without it: results while one types, feedback without a reload,
// the widget behind "ask a person", and where one reads in the list of contents.

import { markWhereOneReads } from './enhance/contents.ts'
import { sendFeedbackInPlace } from './enhance/feedback.ts'
import { openWidgetOnAsk } from './enhance/person.ts'
import { searchAsYouType } from './enhance/search-as-you-type.ts'

const form = document.querySelector<HTMLFormElement>('form.search')
if (form) searchAsYouType(form)
openWidgetOnAsk()
sendFeedbackInPlace()
markWhereOneReads()
