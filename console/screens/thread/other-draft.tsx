// Another window of this agent has another text for the same box: shown beside this one, and its writer chooses. Nothing is
// written over before. Partner: in-step.ts.

import { Button } from '../../../ui/controls.tsx'
import { otherDrafts, placeOf } from '../../facts/kept-drafts.ts'
import { draftsInStep } from '../../on-demand.tsx'
import { strings } from '../../strings.ts'
import { tell } from '../../toasts.ts'
import type { Mode } from '../../writing/drafts.ts'

const words = strings.composer.other

export function OtherDraft(props: { ticketId: string; mode: Mode; onChosen: () => void }) {
  const { ticketId, mode, onChosen } = props
  const other = otherDrafts.value.get(placeOf(ticketId, mode))
  if (!other) return null
  const choose = async (isMine: boolean) => {
    const { keepMine, takeOther } = await draftsInStep()
    if (isMine) keepMine(ticketId, mode)
    else tell(words.taken, { label: strings.undo, run: takeOther(ticketId, mode) })
    onChosen()
  }
  return (
    <section class="other-draft" aria-label={words[mode]}>
      <p role="status">{words[mode]}</p>
      <blockquote dir="auto">{other.text}</blockquote>
      <div class="stop-actions">
        <Button size="s" onClick={() => choose(true)}>
          {words.keep}
        </Button>
        <Button size="s" onClick={() => choose(false)}>
          {words.take}
        </Button>
      </div>
    </section>
  )
}
