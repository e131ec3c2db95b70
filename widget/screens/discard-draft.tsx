// Who was writing and found the answer may discard the message; nothing is thrown away without their word. In the
// bundle of beside.tsx. Partner: feedback.tsx.

import { useEffect, useRef } from 'preact/hooks'
import { Button } from '../../ui/controls.tsx'
import { back, go, saveDraft } from '../navigation.ts'
import { put, state } from '../state.ts'
import * as t from '../strings/en/panel.ts'

/** After "yes, this answered it", to whoever was writing. */
export function DiscardDraft() {
  const offer = useRef<HTMLDivElement>(null)
  useEffect(() => offer.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={offer} class="discard" role="status">
      <p>{t.discardMessage}</p>
      <div class="pair">
        <Button
          size="s"
          onClick={() => {
            saveDraft('write', '')
            put('screens', [{ name: 'home' }])
          }}
        >
          {t.discard}
        </Button>
        <Button size="s" look="quiet" onClick={() => (isWriting() ? back() : go({ name: 'write' }))}>
          {t.keepWriting}
        </Button>
      </div>
    </div>
  )
}

/** Is the message the screen before this one? */
const isWriting = () => state.screens.value.at(-2)?.name === 'write'
