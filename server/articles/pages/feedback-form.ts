// "Did this answer your question?" as plain forms: a vote first, then room for a comment. enhance.ts sends the same
// forms and puts the same answer in their place, so there is one way to vote.

import { type Article, FeedbackAnswer } from '../../../protocol/articles.ts'
import { FEEDBACK_COMMENT_MAX_CHARS } from '../../../protocol/limits.ts'
import type { Answered } from './article.ts'
import { type Html, html } from './html.ts'
import { icons } from './icons.ts'
import { pathOf, type Visit } from './visit.ts'

export function feedbackForm(visit: Visit, article: Article, answered: Answered | null): Html {
  const address = visit.to(pathOf(article))
  return html`<section class="feedback" id="hd-feedback" tabindex="-1" aria-labelledby="hd-asked">
${answered ? thanks(visit, article, address, answered) : question(visit, article, address)}
</section>`
}

function question({ t: { feedback: t } }: Visit, article: Article, address: string): Html {
  return html`<form method="post" action="${address}/feedback">
<h2 id="hd-asked">${t.question}</h2>
<input type="hidden" name="version" value="${article.version}">
<div class="answers">
${FeedbackAnswer.enum.map(
  (answer) =>
    html`<button class="button" type="submit" name="answer" value="${answer}">${t.answers[answer]}</button>`,
)}
</div>
</form>`
}

function thanks(
  { t: { feedback: t, person } }: Visit,
  article: Article,
  address: string,
  { answer, told }: Answered,
): Html {
  return html`<p class="thanks" id="hd-asked">${icons.done}${told ? t.told : t.thanks[answer]}</p>
${
  !told &&
  html`<form class="comment" method="post" action="${address}/feedback">
<label for="hd-comment">${t.comment[answer]}</label>
<p id="hd-comment-hint">${t.commentHint}</p>
<textarea id="hd-comment" name="comment" rows="3" maxlength="${FEEDBACK_COMMENT_MAX_CHARS}" aria-describedby="hd-comment-hint"></textarea>
<input type="hidden" name="answer" value="${answer}">
<input type="hidden" name="version" value="${article.version}">
<div class="answers"><button class="button" type="submit">${t.send}</button>
<a class="quiet" data-in-place href="${address}#hd-feedback">${t.change}</a></div>
</form>`
}${answer !== 'yes' && html`<p class="ask-too">${person.stuck} <a href="#hd-person" data-ask>${person.ask}</a></p>`}`
}
