// Another window of this agent has another text for the same box: shown beside this one, and its writer chooses. Nothing is
// written over before. In a bundle of its own. Partners: in-step.ts; composer.tsx, in which it stands.

import type { Draft } from '../../../protocol/desk/drafts.ts'
import { Button } from '../../../ui/controls.tsx'
import look from '../../look/other-draft.css'
import { draftsInStep } from '../../on-demand.tsx'
import { otherDraft as words } from '../../strings/other-draft.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { tell } from '../../toasts.ts'

adopt(look)

export function OtherDraft({ other, onChosen }: { other: Draft; onChosen: () => void }) {
  const { ticketId, as, text } = other
  const choose = async (isMine: boolean) => {
    const { keepMine, takeOther } = await draftsInStep()
    if (isMine) keepMine(ticketId, as)
    else tell(words.taken, { label: strings.undo, run: takeOther(ticketId, as) })
    onChosen()
  }
  return (
    <section class="other-draft" aria-label={words[as]}>
      <p role="status">{words[as]}</p>
      <blockquote dir="auto">{text}</blockquote>
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
