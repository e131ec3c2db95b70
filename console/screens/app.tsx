// Which of the three: the log-in, the desk, or a page that says why neither can be shown.

import { signal } from '@preact/signals'
import { useEffect, useState } from 'preact/hooks'
import type { Agent } from '../../protocol/entities.ts'
import { Blank, Button, Skeleton } from '../../ui/controls.tsx'
import { OfflineIcon, RetryIcon } from '../../ui/icons.tsx'
import { enter } from '../desk.ts'
import { lineEnd } from '../line/line.ts'
import { EntryPages, Login } from '../on-demand.tsx'
import { goOn, invitation } from '../route.ts'
import { whoAmI } from '../session.ts'
import { me } from '../state.ts'
import { strings } from '../strings.ts'
import { Desk } from './desk.tsx'

/** A page that could not reach the server asks again by itself. */
const ASK_AGAIN_MS = 5_000

const start = signal<'asking' | 'answered' | 'unreachable'>('asking')

export function App() {
  useEffect(() => {
    void ask()
  }, [])
  if (lineEnd.value === 'outdated') return <Outdated />
  if (invitation.value) return <Invited token={invitation.value} />
  if (me.value) return <Desk />
  if (start.value === 'asking') return <Asking />
  if (start.value === 'unreachable') return <Unreachable />
  return <Login ended={lineEnd.value === 'session_ended'} onEnter={goIn} />
}

const goIn = (agent: Agent) => void (goOn() || enter(agent))

/** By the link of an invitation: whoever is logged in here already is not meant. */
function Invited({ token }: { token: string }) {
  const [isAsked, setAsked] = useState(false)
  const leaveLink = () => {
    invitation.value = null
  }
  const inside = (agent: Agent) => {
    leaveLink()
    goIn(agent)
  }
  return (
    <main class="alone">
      {isAsked ? (
        <EntryPages what="set_up" onEnter={inside} onBack={leaveLink} />
      ) : (
        <EntryPages
          what="invitation"
          token={token}
          onBack={leaveLink}
          onStep={({ agent }) => (agent ? inside(agent) : setAsked(true))}
        />
      )}
    </main>
  )
}

async function ask() {
  try {
    const agent = await whoAmI()
    if (agent && goOn()) return
    if (agent) enter(agent)
    start.value = 'answered'
  } catch {
    start.value = 'unreachable'
    setTimeout(ask, ASK_AGAIN_MS)
  }
}

function Asking() {
  return (
    <main class="alone">
      <div class="alone-loading">
        <Skeleton label={strings.loading} lines={4} />
      </div>
    </main>
  )
}

function Unreachable() {
  return (
    <main class="alone">
      <Blank
        icon={<OfflineIcon />}
        title={strings.boot.unreachableTitle}
        action={<Button onClick={ask}>{strings.tryAgain}</Button>}
        urgent
      >
        {strings.boot.unreachable}
      </Blank>
    </main>
  )
}

function Outdated() {
  return (
    <main class="alone">
      <Blank
        icon={<RetryIcon />}
        title={strings.boot.outdatedTitle}
        action={
          <Button look="primary" onClick={() => location.reload()}>
            {strings.reload}
          </Button>
        }
        urgent
      >
        {strings.boot.outdated}
      </Blank>
    </main>
  )
}
