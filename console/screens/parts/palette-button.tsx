// The palette without a key: above the list and above a ticket.

import { IconButton } from '../../../ui/controls.tsx'
import { MoreIcon } from '../../../ui/icons.tsx'
import { dialog } from '../../keyboard/dialogs.ts'
import { keyName } from '../../keyboard/key-names.ts'
import { strings } from '../../strings.ts'

const words = strings.commands

export function PaletteButton() {
  return (
    <IconButton
      label={`${words.palette} (${keyName('Mod+k')})`}
      aria-label={words.palette}
      aria-haspopup="dialog"
      onClick={() => {
        dialog.value = 'palette'
      }}
    >
      <MoreIcon />
    </IconButton>
  )
}
