// The words of the list from which macros and articles are inserted: a bundle of its own. Partner: screens/thread/inserter.tsx.

export const inserter = {
  label: 'Macros and articles',
  find: 'Find a macro or an article',
  macros: 'Macros',
  articles: 'Articles',
  fits: 'for this type',
  wholeArticle: 'Article',
  onlyActs: 'No text, only actions',
  none: 'There are no macros for this kind of ticket yet. Type to find an article.',
  noneFound: 'No macro and no article has these words.',
  offline: 'Macros are not on this device yet. They come as soon as the connection is back.',
  notRead: 'The macros could not be read.',
  note: 'A note: only agents see it',
  asLink: 'Inserted as a link; in the widget it opens beside the conversation.',
  insert: 'Insert',
  back: 'Back',
  answerMissing: 'This has to be answered.',
} as const
