// A secret that the server made, shown this once. Partner: endpoints.tsx.

import { useState } from 'preact/hooks'
import { Button, Notice } from '../../../ui/controls.tsx'
import { copy } from '../../../ui/copy.ts'
import { AlertIcon, CheckIcon, FileIcon } from '../../../ui/icons.tsx'
import { endpoints as words } from '../../strings/endpoints.ts'
import { Dialog } from '../parts/dialog.tsx'

export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const [isCopied, setCopied] = useState(false)
  return (
    <Dialog
      title={words.secretTitle}
      onClose={onClose}
      actions={
        <>
          <Button
            icon={isCopied ? <CheckIcon size={16} /> : <FileIcon size={16} />}
            onClick={() => void copy(secret).then(setCopied)}
          >
            {isCopied ? words.copied : words.copy}
          </Button>
          <Button look="primary" onClick={onClose}>
            {words.kept}
          </Button>
        </>
      }
    >
      <Notice tone="warning" icon={<AlertIcon />}>
        {words.secretOnce}
      </Notice>
      <p class="part-secret">
        <code>{secret}</code>
      </p>
    </Dialog>
  )
}
