// What a script adds to pages that are complete without it: results while one types, feedback without a reload,
// the widget behind "ask a person", where one reads in the list of contents, addresses of sections, videos in their place.

import { markWhereOneReads } from './enhance/contents.ts'
import { sendFeedbackInPlace } from './enhance/feedback.ts'
import { openWidgetOnAsk } from './enhance/person.ts'
import { drawResultsPage } from './enhance/results-page.ts'
import { placesOf, searchOf } from './enhance/search.ts'
import { searchAsYouType } from './enhance/search-as-you-type.ts'
import { copySectionLinks } from './enhance/section-links.ts'
import { playVideosInPlace } from './enhance/videos.ts'

const form = document.querySelector<HTMLFormElement>('form.search[data-program]')
if (form) {
  const places = placesOf(form)
  const search = searchOf(places)
  searchAsYouType(form, search, places)
  if (places.isFiles) drawResultsPage(form, search)
}
openWidgetOnAsk()
sendFeedbackInPlace()
markWhereOneReads()
copySectionLinks()
playVideosInPlace()
