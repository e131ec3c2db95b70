// How the student is told of answers: two switches behind a bell, in the header of a thread. The browser is asked for
// its permission by a press on the second one only. Partner: notify.ts.

import { useEffect, useRef, useState } from 'preact/hooks'
import { askToNotify, notificationState } from '../../ui/alerts.ts'
import { IconButton, Switch } from '../../ui/controls.tsx'
import { BellIcon } from '../../ui/icons.tsx'
import css from '../look/alerts.css'
import { alerts, followAlerts, setAlerts } from '../notify.ts'
import { adopt } from '../sheet.ts'
import * as t from '../strings/en/alerts.ts'

adopt(css)

export { watchNews } from '../notify.ts'

export function Alerts() {
  const [isOpen, open] = useState(false)
  const [wanted, want] = useState(alerts)
  const [isDenied, deny] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => followAlerts(want), [])
  useEffect(() => {
    if (!isOpen) return
    const root = box.current?.getRootNode() as ShadowRoot
    box.current?.querySelector('input')?.focus()
    const onDown = (event: Event) => {
      if (!event.composedPath().includes(box.current as Node)) open(false)
    }
    root.addEventListener('pointerdown', onDown)
    return () => root.removeEventListener('pointerdown', onDown)
  }, [isOpen])
  const change = (changes: Partial<typeof wanted>) => {
    setAlerts(changes)
    want(alerts())
  }
  const close = () => {
    open(false)
    box.current?.querySelector('button')?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is heard from whatever has the focus inside.
    <div
      class="alerts"
      ref={box}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen) return
        event.stopPropagation()
        close()
      }}
    >
      <IconButton label={t.alerts} aria-expanded={isOpen} onClick={() => open(!isOpen)}>
        <BellIcon />
      </IconButton>
      {isOpen && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
        <div class="alerts-sheet" role="group" aria-label={t.alerts}>
          <Switch on={wanted.sound} onChange={(sound) => change({ sound })}>
            {t.sound}
          </Switch>
          {notificationState() !== 'none' && (
            <Switch
              on={wanted.notifications && notificationState() === 'granted'}
              onChange={async (notifications) => {
                const may = !notifications || (await askToNotify())
                deny(!may)
                change({ notifications: notifications && may })
              }}
            >
              {t.notifications}
            </Switch>
          )}
          {(isDenied || notificationState() === 'denied') && <p role="status">{t.denied}</p>}
        </div>
      )}
    </div>
  )
}
