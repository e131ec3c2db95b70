// What else than a plain message can be sent, quiet under it: nobody has to sort what they ask before they may ask it.
// Partner: form.tsx, a bundle of its own.

import { Button } from '../../ui/controls.tsx'
import { go } from '../navigation.ts'
import { state } from '../state.ts'
import * as t from '../strings/en/panel.ts'

export function Kinds() {
  const isVouched = state.signedIn.value && state.contact.value?.identity !== 'guest'
  const kinds = state.home.value?.types?.filter(({ guests }) => guests || isVouched)
  if (!kinds?.length) return null
  return (
    <div class="hd-field">
      <small>{t.kinds}</small>
      <div class="pair">
        {kinds.map(({ name, label }) => (
          <Button key={name} size="s" onClick={() => go({ name: 'form', type: name })}>
            {label}
          </Button>
        ))}
      </div>
    </div>
  )
}
