// What would be inserted, as it would stand there, and what is done when it is sent. Partner: inserter.tsx.

import { type Facts, knownOf } from '../../../protocol/desk/macro-facts.ts'
import { partsOf } from '../../../protocol/desk/macro-text.ts'
import type { Macro } from '../../../protocol/desk/macros.ts'
import { withMarks } from '../../../ui/text.tsx'
import previewLook from '../../look/macro-preview.css'
import { agents } from '../../state.ts'
import { inserter as words } from '../../strings/inserter.ts'
import { actionSentence } from '../../strings/macros.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import type { Section } from '../../writing/article-search.ts'

adopt(previewLook)

export function MacroPreview({
  macro,
  facts,
}: {
  macro: Pick<Macro, 'text' | 'as' | 'actions'>
  facts: Facts
}) {
  const known = knownOf(facts)
  return (
    <>
      {macro.as === 'note' && <p class="inserter-note">{words.note}</p>}
      {macro.text && (
        <p class="inserter-words" dir="auto">
          {partsOf(macro.text).map((part, index) => {
            if (typeof part === 'string') return part
            if (part.question !== undefined)
              return (
                <mark key={index} class="place-asked">
                  {part.question}
                </mark>
              )
            const told = known(part.name ?? '')?.trim()
            return (
              <mark key={index} class={told ? 'place-known' : 'place-missing'} title={part.name}>
                {told || part.fallback}
              </mark>
            )
          })}
        </p>
      )}
      <Actions actions={macro.actions} />
    </>
  )
}

function Actions({ actions }: Pick<Macro, 'actions'>) {
  if (actions.length === 0) return null
  return (
    <div class="inserter-does">
      <span>{strings.inserter.whenSent}</span>
      <ul>
        {actions
          .map((action) => actionSentence(action, agents.value))
          .map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
      </ul>
    </div>
  )
}

export function SectionPreview({ section: { title, heading, snippet } }: { section: Section }) {
  return (
    <>
      <p class="inserter-title">{heading ? `${title}: ${heading}` : title}</p>
      <p class="inserter-words">{withMarks(snippet)}</p>
      <p class="quiet">{words.asLink}</p>
    </>
  )
}
