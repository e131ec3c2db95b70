// Every sentence of the help center, in English. The other files here say the same; another language is another file.

import type { FeedbackAnswer } from '../../../../protocol/articles.ts'
import type { Forms } from './words.ts'

export const en = {
  name: 'Help center',
  skip: 'Skip to the text',
  language: 'Language',
  feed: 'New and changed articles',
  /** In front of what is shown in another language than the reader's. */
  otherLanguage: 'There is no {wanted} version of this article yet. It is shown in {shown}.',
  home: {
    title: 'How can we help?',
    description:
      'Answers for students: logging in, rotations, steps and deadlines, and how to reach a person.',
    empty: 'No articles yet',
    emptyHint: 'As soon as the first one is published, it is here. Until then, a person answers.',
    all: { one: 'See the article', other: 'See all {n} articles' } as Forms,
  },
  collection: {
    count: { one: '{n} article', other: '{n} articles' } as Forms,
    others: 'Other topics',
  },
  article: {
    link: 'Link to this section',
    linkCopied: 'Address copied',
    breadcrumb: 'You are here',
    contents: 'On this page',
    updated: 'Updated',
    related: 'Related articles',
    more: 'More in this collection',
    previous: 'Previous',
    next: 'Next',
  },
  /** Inside the text of an article; the widget shows it with the same words. */
  text: {
    callouts: { NOTE: 'Note', TIP: 'Tip', WARNING: 'Warning' } as Record<string, string>,
    branch: {
      when: 'If {tests}',
      is: '{attribute} is {values}',
      isNot: '{attribute} is not {values}',
      or: '{one} or {other}',
      and: '{one} and {other}',
      otherwise: 'Otherwise',
    },
    done: 'Done',
    toDo: 'To do',
    back: 'Back to the text',
  },
  results: {
    title: 'Results for “{query}”',
    titleWithout: 'Search the help center',
    count: { one: '{n} article', other: '{n} articles' } as Forms,
    nothing: 'Nothing found for “{query}”',
    nothingHint: 'No article has these words. Try fewer or other ones, or ask a person.',
    tooShort: 'Type at least two letters.',
    allArticles: 'See all articles',
    needsScript: 'Searching here needs JavaScript, which is switched off.',
  },
  missing: {
    title: 'This page does not exist',
    text: 'The address may be mistyped, or the article was removed. Search for it, or look through all articles.',
    near: 'Perhaps you meant',
  },
  failed: {
    title: 'This did not work',
    again: 'Nothing else is affected. Go back and try again in a moment.',
    malformed: 'What arrived was not what this page sends. Go back, reload the page and try again.',
    often: 'Too many tries. Wait a minute, go back and try again.',
    logged: 'If it happens again, tell support this: {id}',
    back: 'All articles',
  },
  search: {
    label: 'Search the help center',
    hint: 'Search for an answer',
    list: 'Articles found',
    count: { zero: 'Nothing found', one: '{n} article found', other: '{n} articles found' } as Forms,
    all: 'All results',
    meant: 'Did you mean “{query}”?',
    unsure: 'We are not sure this answers it.',
    nothing: 'Nothing found for “{query}”',
    nothingHint: 'Try other words, or ask a person.',
    loading: 'Loading the articles',
    failed: 'Press Enter to search: results while you type could not be loaded.',
  },
  person: {
    stuck: 'Still stuck?',
    notFound: 'Not what you were looking for?',
    nothing: 'A person can answer it',
    text: 'Write to a person at support. They answer in the chat, and by mail if you leave the page.',
    ask: 'Ask a person',
    withoutScript:
      'Log in and choose the chat icon at the bottom right of any page. If you cannot log in, the log-in page has the chat icon too.',
  },
  feedback: {
    question: 'Did this answer your question?',
    answers: { yes: 'Yes', partly: 'Partly', no: 'No' } satisfies Record<FeedbackAnswer, string>,
    thanks: {
      yes: 'Good to know. Thank you.',
      partly: 'Thank you for telling us.',
      no: 'Thank you for telling us.',
    } satisfies Record<FeedbackAnswer, string>,
    change: 'Change my answer',
    comment: {
      yes: 'Anything to add?',
      partly: 'What was missing?',
      no: 'What was missing?',
    } satisfies Record<FeedbackAnswer, string>,
    commentHint: 'Optional. Editors read it; nobody answers here.',
    send: 'Send',
    told: 'Thank you. The editors have it.',
    failed: 'Not sent. Check your connection and try again.',
  },
}
