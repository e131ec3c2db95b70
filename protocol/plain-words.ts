// How a text of somebody's reads where it stands on one line: without the marks that ui/markdown.tsx draws, or others draw, around
// the words. What might be plain text stays, by the same rule as there: one test holds both to it, for the kit takes nothing from
// here. Without the schema library: browsers ask it, too.

/** As the kit's: code, bold, italic, where they are meant. */
const MARKED =
  /(?<=^|[\s("'“])(?:`([^`\n]+)`|\*\*(?!\s)([^*\n]*[^*\s])\*\*|\*(?!\s)([^*\n]*[^*\s])\*)(?=$|[\s)"'”.,:;!?])/g

/** With which a text has nothing to leave out: nearly all of them, and each is looked at with every message. */
const MAY_BE_MARKED = /[*`>[]|^(?:##|[-•]) /m
/** Code between two lines of three backticks. */
const FENCED = /^```\w*\n([\s\S]*?)\n```$/gm
const FENCE = '```'
const HEADING_OR_QUOTE = /^(?:#{2,6}|>) +(?=\S)/gm
const ITEM = /^[-*•] +(?=\S)/gm
/** Up to where the next may begin, and no further: a text of thousands of beginnings would be looked through from each. */
const LINK = /!?\[([^[\]\n]+)\]\((?:https?:|mailto:|\/)[^[)\s]*\)/g

export function plainWords(text: string): string {
  if (!MAY_BE_MARKED.test(text)) return text
  const lines = unfenced(text).replace(HEADING_OR_QUOTE, '').replace(LINK, '$1')
  // One item alone is somebody's dash.
  const isList = (lines.match(ITEM)?.length ?? 0) > 1
  return unmarked(isList ? lines.replace(ITEM, '') : lines)
}

/** Only up to the last line that can close one: behind it each opening would be followed to the end, for nothing. */
function unfenced(text: string): string {
  if (!text.includes(FENCE)) return text
  const lines = text.split('\n')
  const closed = lines.lastIndexOf(FENCE) + 1
  if (closed === 0) return text
  const code = lines.slice(0, closed).join('\n').replace(FENCED, '$1')
  return [code, ...lines.slice(closed)].join('\n')
}

const unmarked = (text: string): string =>
  text.replace(MARKED, (_, code, bold, italic) => code ?? unmarked(bold ?? italic))
