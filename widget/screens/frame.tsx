// What all screens share: the header, the scroller that remembers its place, the foot, and the small hooks.

import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { Blank, Button, IconButton, Notice, Skeleton } from '../../ui/controls.tsx'
import { AlertIcon, BackIcon, CloseIcon, OfflineIcon } from '../../ui/icons.tsx'
import { Refused } from '../http.ts'
import { back, current, person } from '../navigation.ts'
import { now, put, type Screen, state } from '../state.ts'
import * as t from '../strings/en/panel.ts'

/** Bundles on demand bring the sentences for what only they can be refused. */
export const refusals = t.refusals

const scrolled = new WeakMap<Screen, number>()

interface FrameProps {
  title: ComponentChildren
  /** Under the title, quiet. */
  sub?: ComponentChildren
  /** Before the title. */
  lead?: ComponentChildren
  actions?: ComponentChildren
  /** Under the header, above what scrolls. */
  top?: ComponentChildren
  foot?: ComponentChildren
  scroller?: RefObject<HTMLDivElement | null>
  children: ComponentChildren
}

export function Frame({ title, sub, lead, actions, top, foot, scroller, children }: FrameProps) {
  const own = useRef<HTMLDivElement>(null)
  const body = scroller ?? own
  const screen = current()
  useFocus(body)
  useLayoutEffect(() => {
    if (body.current) body.current.scrollTop = scrolled.get(screen) ?? 0
  }, [])
  return (
    <>
      {/* No header and footer: they would be the banner and the end of the host’s page. */}
      <div class="top">
        {state.screens.value.length > 1 && (
          <IconButton label={t.back} onClick={back}>
            <BackIcon />
          </IconButton>
        )}
        {lead}
        <div class="grow">
          <h2 tabIndex={-1}>{title}</h2>
          {sub && <p class="quiet clip">{sub}</p>}
        </div>
        {actions}
        <IconButton label={t.close} onClick={() => put('open', false)}>
          <CloseIcon />
        </IconButton>
      </div>
      {top}
      <Troubles />
      <div
        class="body"
        ref={body}
        // Results take no focus themselves, and some browsers scroll with keys only what has it.
        tabIndex={top ? 0 : undefined}
        onScroll={({ currentTarget }) => {
          scrolled.set(screen, currentTarget.scrollTop)
          currentTarget.parentElement?.classList.toggle('scrolled', currentTarget.scrollTop > 0)
        }}
      >
        {children}
      </div>
      {foot && <div class="foot">{foot}</div>}
    </>
  )
}

/** What stands between the person and the server, if anything. */
function Troubles() {
  const refused = state.sessionRefused.value
  if (refused)
    return (
      <Notice tone="warning" icon={<AlertIcon />}>
        {t.refusals[refused] ?? t.refusedOtherwise}
      </Notice>
    )
  if (state.connection.value !== 'offline') return null
  return <Notice icon={<OfflineIcon />}>{t.offline}</Notice>
}

/** Shown after a moment only: see ui/controls.css. */
export const Waiting = () => (
  <div class="pad">
    <Skeleton lines={6} label={t.loading} />
  </div>
)

/** What could not be loaded, why, what to do. */
export const Failed = ({ what, onAgain }: { what: string; onAgain: () => void }) => (
  <Blank
    icon={<AlertIcon />}
    title={t.notLoaded(what)}
    action={<Button onClick={onAgain}>{t.again}</Button>}
    urgent
  >
    {t.checkConnection}
  </Blank>
)

/** The sentence for whatever went wrong. */
function sentenceFor(cause: unknown): string {
  if (!(cause instanceof Refused)) return t.unreachable
  return t.refusals[cause.problem.code as keyof typeof t.refusals] ?? t.refusedOtherwise
}

/** One thing at a time: runs it, says that it runs, keeps the sentence of its failure. */
export function useWork(): {
  busy: boolean
  error: string
  run: (work: () => Promise<unknown>) => Promise<void>
} {
  const [busy, setBusy] = useState(false)
  const [error, say] = useState('')
  const run = async (work: () => Promise<unknown>) => {
    if (busy) return
    setBusy(true)
    say('')
    try {
      await work()
    } catch (cause) {
      say(sentenceFor(cause))
    }
    setBusy(false)
  }
  return { busy, error, run }
}

/** The focus goes to what the person came for, never on a page that only takes up what was open. */
export function useFocus(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (person.acted && state.open.peek()) focusIn(within.current?.getRootNode() as ShadowRoot)
  }, [])
}

export function focusIn(root: ParentNode): void {
  const wanted = root.querySelector<HTMLElement>('[data-focus]') ?? root.querySelector<HTMLElement>('h2')
  wanted?.focus({ preventScroll: true })
}

/** The time, looked at again every `everyMs`, and whenever else is drawn: by then the server may have told it. */
export function useNow(everyMs: number): number {
  const [, look] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => look(now), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now()
}
