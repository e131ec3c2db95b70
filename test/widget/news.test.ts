// Telling somebody who looks elsewhere that an agent wrote: once, never of their own words, never where they read it, and
// only as loudly as they want it. The browser is played.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ContactTicket } from '../../protocol/entities.ts'
import { inOneTab, titleCount } from '../../ui/alerts.ts'
import { setAlerts, watchNews } from '../../widget/notify.ts'
import { forgetPerson, load, put } from '../../widget/state.ts'

const page = {
  ...{ hidden: true, title: 'Rotations', addEventListener: vi.fn(), removeEventListener: vi.fn() },
  querySelector: () => null,
  createElement: () => ({ style: {}, replaceChildren() {}, remove() {} }),
}
const heard = { tones: 0, buzzes: 0, notes: [] as string[] }
let stop: () => void

beforeEach(() => {
  Object.assign(page, { hidden: true, title: 'Rotations' })
  Object.assign(heard, { tones: 0, buzzes: 0, notes: [] })
  const kept = new Map<string, string>()
  vi.stubGlobal('document', page)
  vi.stubGlobal('isSecureContext', true)
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  vi.stubGlobal('navigator', { vibrate: () => heard.buzzes++ })
  vi.stubGlobal(
    'AudioContext',
    class {
      state = 'suspended'
      resume() {
        heard.tones++
        return new Promise(() => {})
      }
    },
  )
  vi.stubGlobal(
    'Notification',
    Object.assign(
      class {
        constructor(title: string, { body }: { body: string }) {
          heard.notes.push(`${title}: ${body}`)
        }
      },
      { permission: 'granted' },
    ),
  )
  forgetPerson()
  put('open', false)
  knows(ticket({ sequence: 1 }))
  stop = watchNews(true)
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
})

test('an answer while the tab is hidden: a sound, a buzz, a count in the title; a notification for who asked', () => {
  knows(ticket({ sequence: 3 }))
  expect(heard).toEqual({ tones: 1, buzzes: 1, notes: [] })
  expect(page.title).toBe('(1) Rotations')
  setAlerts({ notifications: true })
  knows(ticket({ sequence: 4 }))
  expect(heard.notes).toEqual(['Omar Haddad: Under “Profile”.'])
  expect(page.title).toBe('(2) Rotations')
})

test('nothing of what they wrote, of what the system wrote, of what is seen, or of what was there when they came', () => {
  knows(ticket({ sequence: 3, author: 'contact' }))
  knows(ticket({ sequence: 4, author: 'system' }))
  knows(ticket({ sequence: 5, seen: 5 }))
  // A message was changed: its ticket is another, its last entry the same.
  knows(ticket({ sequence: 5, snippet: 'Under “Rotations”.' }))
  forgetPerson()
  knows(ticket({ sequence: 9 }))
  expect(heard).toEqual({ tones: 0, buzzes: 0, notes: [] })
  expect(page.title).toBe('Rotations')
  // The premise.
  knows(ticket({ sequence: 10 }))
  expect(heard.tones).toBe(1)
})

test('who reads the thread hears nothing; who is on another screen hears it, and the title stays', () => {
  page.hidden = false
  put('open', true)
  put('screens', [{ name: 'home' }, { name: 'thread', ticket: 'tkt_1' }])
  knows(ticket({ sequence: 3 }))
  expect(heard.tones).toBe(0)
  put('screens', [{ name: 'home' }, { name: 'tickets' }])
  setAlerts({ notifications: true })
  knows(ticket({ sequence: 4 }))
  expect(heard).toEqual({ tones: 1, buzzes: 1, notes: [] })
  expect(page.title).toBe('Rotations')
})

test('switched off it is silent', () => {
  setAlerts({ sound: false })
  knows(ticket({ sequence: 3 }))
  expect(heard).toEqual({ tones: 0, buzzes: 0, notes: [] })
})

test('the title goes back to exactly what the host has made of it', () => {
  const title = titleCount()
  title.more()
  title.more()
  expect(page.title).toBe('(2) Rotations')
  // The host changes it meanwhile: that is what counts from then on.
  page.title = 'Two rotations'
  title.more()
  expect(page.title).toBe('(3) Two rotations')
  title.back()
  expect(page.title).toBe('Two rotations')
  title.more()
  page.title = 'Logged out'
  title.back()
  expect(page.title).toBe('Logged out')
})

test('of many tabs one speaks: one that is looked at, where there is one', async () => {
  vi.useFakeTimers()
  let taken = false
  vi.stubGlobal('navigator', {
    locks: {
      request: async (_name: string, _how: object, work: (lock: object | null) => unknown) => {
        const mine = !taken
        taken = true
        await work(mine ? {} : null)
      },
    },
  })
  const spoke: string[] = []
  page.hidden = true
  const hidden = ['first', 'second'].map((tab) => inOneTab('m', () => spoke.push(tab)))
  page.hidden = false
  const seen = inOneTab('m', () => spoke.push('looked at'))
  await vi.runAllTimersAsync()
  await Promise.all([...hidden, seen])
  expect(spoke).toEqual(['looked at'])
  vi.useRealTimers()
})

function knows(...tickets: ContactTicket[]) {
  load({
    contact: { id: 'con_1', name: 'Maya' },
    tickets,
    merges: [],
    missed: [],
    gaps: [],
  } as unknown as Parameters<typeof load>[0])
}

function ticket(last: { sequence: number; author?: string; seen?: number; snippet?: string }): ContactTicket {
  const { sequence, author = 'agent', seen = 0, snippet = 'Under “Profile”.' } = last
  return {
    id: 'tkt_1',
    subject: 'Where is it?',
    updatedAt: `2026-11-25T10:00:${String(sequence).padStart(2, '0')}.000Z`,
    newestSequence: sequence,
    seenByContact: seen,
    seenByAgent: 0,
    deliveredToAgent: 0,
    lastEntry: { sequence, author, name: 'Omar Haddad', snippet, at: '' },
  } as unknown as ContactTicket
}
