// A host's app, built with a bundler, from the packed package. It is as hard on it as an app may be: in StrictMode, with a
// widget that each route mounts anew, and functions that are new ones at each render. Partner: sdk.test.ts.

import * as sdk from '@helpdock/widget'
import { Helpdock, useHelpdock } from '@helpdock/widget/react'
import { type ReactNode, StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'

declare global {
  interface Window {
    sdk: typeof sdk
    host: {
      server: string
      nonce?: string
      people: Record<string, { sub: string; token: string }>
      mounts: number
      /** How often the widget asked who is here. */
      asked: number
      heard: string[]
    }
  }
}

const { host } = window
window.sdk = sdk

function App() {
  const [name, setName] = useState('first')
  const [route, setRoute] = useState('/rotations')
  const [renders, setRenders] = useState(0)
  const [fault, setFault] = useState('')
  const [isDoubled, setDoubled] = useState(false)
  const user = host.people[name]
  const Route = route === '/rotations' ? Rotations : Profile
  const where = { base: host.server, nonce: host.nonce }
  return (
    <>
      <p role="status">{fault}</p>
      <button type="button" onClick={() => setRenders(renders + 1)}>
        Rendered {renders} times
      </button>
      <button type="button" onClick={() => setName('')}>
        Log out
      </button>
      <button type="button" onClick={() => setName('second')}>
        Log in
      </button>
      <button type="button" onClick={() => sdk.load(where).catch((error) => setFault(error.message))}>
        Try again
      </button>
      <button type="button" onClick={() => setRoute('/profile')}>
        My profile
      </button>
      <button type="button" onClick={() => setRoute('/bye')}>
        Leave
      </button>
      <button type="button" onClick={() => setDoubled(true)}>
        One more
      </button>
      {isDoubled && route !== '/bye' && (
        <Helpdock {...where} sub={user?.sub} identityToken={user?.token} page={route} />
      )}
      <Ask />
      {route !== '/bye' && (
        <Route>
          <Helpdock
            {...where}
            sub={user?.sub}
            identityToken={() => {
              host.asked++
              return user?.token
            }}
            page={route}
            onUnread={(count) => host.heard.push(`${count} at render ${renders}`)}
            onLoadFailed={(error) => setFault(error.message)}
          />
        </Route>
      )}
    </>
  )
}

function Ask() {
  const { show, unread, isOpen } = useHelpdock()
  useEffect(() => {
    host.mounts++
  }, [])
  return (
    <button type="button" aria-pressed={isOpen} onClick={show}>
      Ask, {unread} new
    </button>
  )
}

const Rotations = ({ children }: { children: ReactNode }) => <main>Rotations {children}</main>
const Profile = ({ children }: { children: ReactNode }) => <section>My profile {children}</section>

createRoot(document.querySelector('#app') as HTMLElement).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
