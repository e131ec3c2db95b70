// Whether somebody wrote something: one rule for each box and for the server, so that what one takes as empty no other
// sends or keeps. Without the schema library: browsers ask it, too.

/** A text without the space around it; '' where nothing in it can be seen, such as characters of no width alone. */
export const written = (text: string): string => (/[^\s\p{Cc}\p{DI}]/u.test(text) ? text.trim() : '')
