// The text of a macro: words with places in them. `{{contact.first_name|there}}` is filled in from what is known, and with
// what stands behind the stroke where nothing is; `{{ask: Which hospital?}}` is asked of the agent. Server and console judge
// and fill with these functions, so that what was saved can never go out with a place left open. Partner: macros.ts.

interface Place {
  /** As it stands in the text. */
  written: string
  /** A name of KNOWN, `attribute.…` or `answer.…`; absent where it is a question. */
  name?: string
  /** Asked of the agent who inserts it. */
  question?: string
  /** null: none was written. */
  fallback: string | null
}

export interface MacroTextFault {
  written: string
  why: 'open' | 'empty' | 'unknown' | 'no_fallback'
}

/** What there is to fill in, and whether it is there for every ticket: what may be missing needs words for that case. */
export const KNOWN: Record<string, 'always' | 'perhaps'> = {
  'contact.first_name': 'perhaps',
  'contact.name': 'perhaps',
  'contact.email': 'perhaps',
  'ticket.number': 'always',
  'ticket.subject': 'always',
  'ticket.type': 'always',
  'agent.first_name': 'always',
  'agent.name': 'always',
}
/** Of the contact, as the host signed it; of the ticket's form. Their names are the host's and the desk's. */
const OPEN_NAMES = /^(?:attribute\.[\w .-]{1,60}|answer\.\w{1,40})$/

/** Of what is not closed: enough to find it. */
const WRITTEN_CHARS = 30

const PLACE = /\{\{([^{}]*)\}\}/g
const QUESTION = /^ask:\s*(.*)$/s

/** Text and places, in their order. */
export function partsOf(text: string): (string | Place)[] {
  const parts: (string | Place)[] = []
  let end = 0
  for (const found of text.matchAll(PLACE)) {
    const [written, inside = ''] = found
    parts.push(text.slice(end, found.index), placeOf(written, inside))
    end = found.index + written.length
  }
  parts.push(text.slice(end))
  return parts
}

/** What the agent is asked, each question once, with what stands in its field already. */
export function questionsIn(text: string): { question: string; fallback: string }[] {
  const asked = new Map<string, string>()
  for (const part of partsOf(text))
    if (typeof part !== 'string' && part.question)
      asked.set(part.question, asked.get(part.question) || (part.fallback ?? ''))
  return [...asked].map(([question, fallback]) => ({ question, fallback }))
}

/** @param fields names that forms ask for, where they are known */
export function faultsInMacroText(text: string, fields?: readonly string[]): MacroTextFault[] {
  const parts = partsOf(text)
  return parts.flatMap((part, index): MacroTextFault[] => {
    if (typeof part === 'string') {
      // Beside a place one bracket is too many: with nothing filled in, two of them would meet.
      const [before, after] = [index > 0 ? '^\\}|' : '', index < parts.length - 1 ? '|\\{$' : '']
      const at = new RegExp(`${before}\\{\\{|\\}\\}${after}`).exec(part)?.index
      return at === undefined ? [] : [{ written: part.slice(at, at + WRITTEN_CHARS), why: 'open' }]
    }
    const { written, name, question, fallback } = part
    if (question !== undefined) return question ? [] : [{ written, why: 'empty' }]
    if (!name) return [{ written, why: 'empty' }]
    const isOpenName = OPEN_NAMES.test(name) && !(name.startsWith('answer.') && isNoField(name, fields))
    const isThere = Object.hasOwn(KNOWN, name) ? KNOWN[name] : isOpenName ? 'perhaps' : undefined
    if (!isThere) return [{ written, why: 'unknown' }]
    return isThere === 'perhaps' && !fallback ? [{ written, why: 'no_fallback' }] : []
  })
}

/** @param known what is known of a name; @param answers what the agent said to each question */
export function filledText(
  text: string,
  known: (name: string) => string | undefined,
  answers: ReadonlyMap<string, string> = new Map(),
): string {
  return partsOf(text)
    .map((part) => {
      if (typeof part === 'string') return part
      const { name, question, fallback } = part
      const told = question === undefined ? known(name ?? '') : answers.get(question)
      return told?.trim() || fallback || ''
    })
    .join('')
}

/** A name to write to somebody with; nothing where what stands for a name is an address. */
export function firstNameOf(name: string): string | undefined {
  const [first = ''] = name.trim().split(/\s+/)
  return first && !first.includes('@') ? first : undefined
}

const isNoField = (name: string, fields: readonly string[] | undefined) =>
  fields !== undefined && !fields.includes(name.slice('answer.'.length))

function placeOf(written: string, inside: string): Place {
  const stroke = inside.indexOf('|')
  const what = (stroke < 0 ? inside : inside.slice(0, stroke)).trim()
  const fallback = stroke < 0 ? null : inside.slice(stroke + 1).trim()
  const question = QUESTION.exec(what)?.[1]?.trim()
  return question === undefined ? { written, name: what, fallback } : { written, question, fallback }
}
