'use client'

// The widget as a component of React, or of Preact by preact/compat: it boots with <Helpdock>, follows its props, and
// forgets whoever logs out. A page has one widget, so what it was told is kept here, not in a component. Partner: index.ts.

import { useEffect, useRef, useSyncExternalStore } from 'react'
import {
  type BootOptions,
  type EventName,
  type Handler,
  helpdock,
  type LoadOptions,
  load,
  on,
} from './index.ts'

const HANDLERS = {
  open: 'onOpen',
  close: 'onClose',
  unread: 'onUnread',
  'token.expired': 'onTokenExpired',
  'ticket.opened': 'onTicketOpened',
  'feedback.given': 'onFeedbackGiven',
} as const satisfies { [N in EventName]: string }

type Handlers = { [N in EventName as (typeof HANDLERS)[N]]?: Handler<N> | undefined }

export type HelpdockProps = LoadOptions &
  BootOptions &
  Handlers & {
    /**
     * Your id of who is logged in, as `sub` in their token; absent where nobody is. A change is a log-out of the person before.
     * Required to notice one where `identityToken` is a function.
     */
    sub?: string | undefined
    /** Default: console.error. */
    onLoadFailed?: ((error: Error) => void) | undefined
  }

/**
 * Boots, and follows its props; functions may be new ones at each render. Stands once, above what a route changes: when it
 * has gone, the person has left.
 */
export function Helpdock(props: HelpdockProps): null {
  const newest = useRef(props)
  useEffect(() => {
    newest.current = props
    follow(props)
  })
  useEffect(() => {
    const stops = (Object.keys(HANDLERS) as EventName[]).map((event) =>
      on(event, (detail) => (newest.current[HANDLERS[event]] as Handler<typeof event>)?.(detail as never)),
    )
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  useEffect(enter, [])
  return null
}

/** What a button or a badge of the host's own needs. */
export function useHelpdock() {
  return { ...useSyncExternalStore(watch, now, () => NOTHING), ...VERBS }
}

const VERBS = {
  show: () => helpdock('show'),
  hide: () => helpdock('hide'),
  showArticle: (slug: string, section?: string) => helpdock('showArticle', slug, section),
  showNewMessage: (text?: string) => helpdock('showNewMessage', text),
}

/**
 * What takes the place of a <Helpdock> that has gone comes at once in React (also in StrictMode, which mounts everything twice),
 * after the next frame in Preact. Whoever logged out sees what was open no longer than this.
 */
const PLACE_TAKEN_MS = 500

const TWO_AT_ONCE =
  'Two <Helpdock> are on this page, which has one widget: it follows whichever was rendered last. Put one above your routes.'

/** The props that the widget knows; undefined before it is booted. */
let told: HelpdockProps | undefined
let mounted = 0
let leaving: ReturnType<typeof setTimeout> | undefined

function follow(props: HelpdockProps) {
  if (told && hasLeft(told, props)) forget()
  const before = told
  told = props
  const options = optionsOf(props)
  if (before) {
    const changed = differences(optionsOf(before), options)
    // Only by this is the function asked anew.
    if (before.sub !== props.sub) changed.identityToken = options.identityToken
    if (Object.keys(changed).length > 0) helpdock('update', changed)
    return
  }
  listen()
  helpdock('boot', options)
  load(props).catch((error) => (told?.onLoadFailed ?? console.error)(error))
}

/** A guest who logs in has not left: what they wrote goes on. */
const hasLeft = (before: HelpdockProps, props: HelpdockProps) =>
  before.sub ? before.sub !== props.sub : Boolean(before.identityToken && !props.identityToken)

function enter() {
  // Where they differ, each render of one logs out the person of the other.
  if (++mounted > 1) console.warn(TWO_AT_ONCE)
  clearTimeout(leaving)
  removeEventListener('pagehide', forget)
  return () => {
    if (--mounted) return
    leaving = setTimeout(forget, PLACE_TAKEN_MS)
    // A log-out often leads to another page.
    addEventListener('pagehide', forget)
  }
}

function forget() {
  clearTimeout(leaving)
  removeEventListener('pagehide', forget)
  told = undefined
  helpdock('shutdown')
}

/** In place of the host's functions, which are new ones at each render; the newest is called. */
const NEWEST: Pick<BootOptions, 'identityToken' | 'otherAccountToken'> = {
  identityToken: () =>
    typeof told?.identityToken === 'function' ? told.identityToken() : told?.identityToken,
  otherAccountToken: (merge) => told?.otherAccountToken?.(merge),
}

/** Without what is not given: the loader has defaults of its own. */
function optionsOf({ src, nonce, sub, ...rest }: HelpdockProps): BootOptions {
  const given = Object.entries(rest)
    .filter(([name, value]) => value !== undefined && !/^on[A-Z]/.test(name))
    .map(([name, value]) => [name, typeof value === 'function' ? NEWEST[name as keyof typeof NEWEST] : value])
  return Object.fromEntries(given)
}

function differences(before: BootOptions, options: BootOptions): BootOptions {
  const names = Object.keys({ ...before, ...options }) as (keyof BootOptions)[]
  return Object.fromEntries(
    names.filter((name) => before[name] !== options[name]).map((name) => [name, options[name]]),
  )
}

const NOTHING = { unread: 0, isOpen: false }
let seen = NOTHING
const watchers = new Set<() => void>()
let isListening = false

const now = () => seen

function watch(watcher: () => void): () => void {
  listen()
  watchers.add(watcher)
  return () => watchers.delete(watcher)
}

/** From the first moment and for good: who asks later is told what was said before. */
function listen() {
  if (isListening) return
  isListening = true
  const put = (change: Partial<typeof seen>) => {
    seen = { ...seen, ...change }
    for (const watcher of watchers) watcher()
  }
  on('unread', (unread) => put({ unread }))
  on('open', () => put({ isOpen: true }))
  on('close', () => put({ isOpen: false }))
}
