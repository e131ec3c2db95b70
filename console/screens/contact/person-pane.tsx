// The head of a contact's own page and its place, here at once; what is in it is fetched by those who come (on-demand.tsx).

import { IconButton } from '../../../ui/controls.tsx'
import { BackIcon } from '../../../ui/icons.tsx'
import { ContactPage } from '../../on-demand.tsx'
import { go } from '../../route.ts'
import { strings } from '../../strings.ts'

export function PersonPane({ id }: { id: string }) {
  return (
    <main class="settings reports">
      <header class="settings-head">
        <IconButton label={strings.settings.back} onClick={() => go({ ticketId: null, pane: 'thread' })}>
          <BackIcon />
        </IconButton>
        <h1 tabIndex={-1}>{strings.contact.title}</h1>
      </header>
      <ContactPage key={id} id={id} />
    </main>
  )
}
