// The head of the reports and their place, here at once; what is in them is fetched by those who come (on-demand.tsx).

import { IconButton } from '../../../ui/controls.tsx'
import { BackIcon } from '../../../ui/icons.tsx'
import { ReportsPage } from '../../on-demand.tsx'
import { go } from '../../route.ts'
import { mayAnswer } from '../../settings.ts'
import { me } from '../../state.ts'
import { strings } from '../../strings.ts'

export function ReportsPane() {
  return (
    <main class="settings reports">
      <header class="settings-head">
        <span class="reports-up">
          <IconButton
            label={strings.settings[mayAnswer(me.value) ? 'back' : 'toList']}
            onClick={() => go({ pane: 'thread' })}
          >
            <BackIcon />
          </IconButton>
        </span>
        <h1 tabIndex={-1}>{strings.account.reports}</h1>
      </header>
      <ReportsPage />
    </main>
  )
}
