// Behind an @ in a note: the agents whose names begin so. The focus stays in the box; arrows choose, Enter or Tab takes. Partner:
// composer.tsx; protocol/desk/mentions.ts, which reads the names back out of the text.

import { useLayoutEffect, useState } from 'preact/hooks'
import type { Agent } from '../../../protocol/entities.ts'
import { type Combobox, comboboxList, comboboxOption } from '../../../ui/combobox.ts'
import { Avatar } from '../../../ui/controls.tsx'
import { isComposed } from '../../../ui/keys.ts'
import { agents, me } from '../../state.ts'
import { strings } from '../../strings.ts'

/** What is being typed behind an @, and where that stands. */
const BEGUN = /(?:^|[\s(])@([\p{L}\p{M}'’-]*(?: [\p{L}\p{M}'’-]*)?)$/u

/** Rows that are shown; who has more types a letter. */
const MOST = 6

function matching(text: string, caret: number): { begun: string; found: Agent[] } | null {
  const begun = BEGUN.exec(text.slice(0, caret))?.[1]
  if (begun === undefined) return null
  const asked = begun.toLocaleLowerCase()
  const found = agents.value
    .filter(({ id, name }) => id !== me.value?.id && ` ${name.toLocaleLowerCase()}`.includes(` ${asked}`))
    .slice(0, MOST)
  return found.length > 0 ? { begun, found } : null
}

/** @returns what stands under the box, and what a key there means: true where it was taken */
export function useMentions(props: {
  isNote: boolean
  text: string
  field: { current: HTMLTextAreaElement | null }
  onPick: (text: string, caret: number) => void
}) {
  const { isNote, text, field, onPick } = props
  const [active, setActive] = useState(0)
  const [leftAt, leave] = useState<string | null>(null)
  const [caret, setCaret] = useState(0)
  // After each change of the text: the cursor stands where it will stay.
  useLayoutEffect(() => {
    setCaret(field.current?.selectionStart ?? text.length)
    setActive(0)
  }, [text])
  const match = isNote && leftAt !== text ? matching(text, caret) : null
  const pick = (index: number) => {
    const agent = match?.found[index]
    if (!match || !agent) return
    const start = caret - match.begun.length
    const next = `${text.slice(0, start)}${agent.name} `
    onPick(next + text.slice(caret).replace(/^ /, ''), next.length)
  }
  const box: Combobox = {
    id: 'mentions',
    count: match?.found.length ?? 0,
    active,
    onMove: setActive,
    onPick: pick,
  }
  const onKey = (event: KeyboardEvent): boolean => {
    if (!match || isComposed(event) || event.ctrlKey || event.metaKey) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setActive((active + step + box.count) % box.count)
    else if (event.key === 'Enter' || event.key === 'Tab') pick(active)
    else if (event.key === 'Escape') leave(text)
    else return false
    event.preventDefault()
    return true
  }
  return {
    onKey,
    attributes: match && {
      'aria-controls': box.id,
      'aria-activedescendant': `${box.id}-${active}`,
    },
    list: match && (
      <ul class="mentions" {...comboboxList(box, strings.composer.mention)}>
        {match.found.map((agent, index) => (
          <li key={agent.id} {...comboboxOption(box, index)}>
            <Avatar name={agent.name} picture={agent.picture} size={20} />
            <span>{agent.name}</span>
          </li>
        ))}
      </ul>
    ),
  }
}
