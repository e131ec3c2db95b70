// The one short sentence about what was just done or refused.

import { Button, IconButton } from '../../../ui/controls.tsx'
import { AlertIcon, CloseIcon, DoneIcon } from '../../../ui/icons.tsx'
import { strings } from '../../strings.ts'
import { putAway, takeOffer, toast } from '../../toasts.ts'

export function ToastView() {
  const shown = toast.value
  // The regions stand there before they speak: readers do not hear a region that arrives with its words.
  return (
    <div class="toasts">
      <div role="status">{shown?.tone === 'done' && <ToastCard />}</div>
      <div role="alert">{shown?.tone === 'trouble' && <ToastCard />}</div>
    </div>
  )
}

function ToastCard() {
  const shown = toast.value
  if (!shown) return null
  const { action } = shown
  return (
    <div class={`toast toast-${shown.tone}`}>
      {shown.tone === 'done' ? <DoneIcon /> : <AlertIcon />}
      <span>{shown.text}</span>
      {action && (
        <Button size="s" look="quiet" onClick={takeOffer}>
          {action.label}
        </Button>
      )}
      <IconButton label={strings.close} onClick={putAway}>
        <CloseIcon />
      </IconButton>
    </div>
  )
}
