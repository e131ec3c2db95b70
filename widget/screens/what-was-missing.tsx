// After "partly" and "no": what was missing, in the reader's own words. In the bundle of beside.tsx; partner: feedback.tsx.

import { useState } from 'preact/hooks'
import { FEEDBACK_COMMENT_MAX_CHARS } from '../../protocol/limits.ts'
import { Button, TextArea } from '../../ui/controls.tsx'
import * as t from '../strings/en/panel.ts'
import { useWork } from './frame.tsx'

export function WhatWasMissing({ onSend }: { onSend: (comment: string) => Promise<void> }) {
  const [comment, setComment] = useState('')
  const { busy, error, run } = useWork()
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        run(() => onSend(comment.trim()))
      }}
    >
      <TextArea
        label={t.whatWasMissing}
        hint={t.whatWasMissingHint}
        error={error}
        rows={2}
        maxLength={FEEDBACK_COMMENT_MAX_CHARS}
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      {comment.trim() && (
        <Button size="s" type="submit" busy={busy}>
          {t.send}
        </Button>
      )}
    </form>
  )
}
