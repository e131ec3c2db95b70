// What the database can make no text of, though it keeps it: U+0000 and half of a surrogate pair in a record. Versions before
// ../../carried.ts took them in. Of such a record it reads no field, and a step over it ends. Partners: the steps that look at fields.

/** As JSON is printed, whole letters never stand in an escape; a backslash before it may be one that was typed. */
const ESCAPE = String.raw`(?<!\\)((?:\\\\)*)\\u(?:0000|d[89a-f][0-9a-f]{2})`

export const isUncarried = (record: string) => `${record}::text ~ '${ESCAPE}'`
export const carriedAgain = (record: string) =>
  `regexp_replace(${record}::text, '${ESCAPE}', '\\1', 'g')::json`
