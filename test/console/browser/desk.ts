// What the scenes of the console share: one server, one browser, the students who write, and a page for each agent.

import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Draft } from '../../../protocol/desk/drafts.ts'
import { demoAgents } from '../../../server/demo/agents.ts'
import { cast as demoCast } from '../../../server/demo/cast.ts'
import { objections } from '../../browser/axe.ts'
import { launchChromium } from '../../browser/chromium.ts'
import { repliesAtOnce } from '../../browser/people.ts'
import { untidy } from '../../browser/untidy.ts'
import { agentCookie, contactConnects, maya, newClientId } from '../../stage/cast.ts'
import type { Client } from '../../stage/client.ts'
import { writeLongTicket, writeNotedTicket } from '../../stage/long-ticket.ts'
import { writePromised, writeSilent, writeSolved } from '../../stage/many-tickets.ts'
import { type Mail, makeWorld, type World } from '../../stage/world.ts'
import { schoolToCome } from './school.ts'

export const WIDE = { width: 1440, height: 900 }
/** Of the desks that the console is made for. */
export const NARROWEST_DESK = { width: 1280, height: 800 }
const AT_A_DESK = { viewport: WIDE }
const AS_IT_IS = async () => {}
/** A page of the server's origin that runs nothing. */
const NOWHERE = '/healthz'
export const PHONE = { width: 390, height: 844 }
export const LEO = {
  sub: subAtDemo('leo.okafor@mail.example'),
  email: 'leo.okafor@mail.example',
  name: 'Leo Okafor',
}
/** Whose ticket is a very long one. */
export const TALKER = {
  sub: subAtDemo('maya.lindqvist@northfield.edu'),
  email: 'maya.lindqvist@northfield.edu',
  name: 'Maya Lindqvist',
}
export const NOOR = { sub: 'student-noor', email: 'noor@northfield.edu', name: 'Noor Aziz' }
const NOTED = { sub: 'student-noted', email: 'noted@northfield.edu', name: 'Ida Noted' }
/** Whose tickets were promised a reply some hours ago. */
const PAT = { sub: 'student-pat', email: 'pat@northfield.edu', name: 'Pat Novak' }
const [omarAtDemo] = demoAgents as [(typeof demoAgents)[number]]
export const LEO_AT_SCHOOL = 'l.okafor@northfield.edu'
export const LEO_OF_SCHOOL = { ...LEO, sub: subAtDemo(LEO_AT_SCHOOL), email: LEO_AT_SCHOOL }

export let world: World
export let browser: Browser
export let mayasWidget: Client
/** Another student: nobody opens so many tickets in so little time. */
export let noorsWidget: Client
export let longTicket = ''
/** Of three messages and 450 notes. */
export let notedTicket = ''
/** The number of the one to which Omar says nothing. */
export let silentTicket = 0
/** Where the school's own log-in would be. */
export let schoolPort = 0
export const cookies: Record<string, string> = {}
/** An agent's page goes from scene to scene, with an empty device: what it has read of our programs it need not read anew. */
const desks = new Map<string, Page>()

export function atTheDesk(): void {
  beforeAll(async () => {
    // Long enough for the review to be looked at while the approved merge is still waiting.
    const school = await schoolToCome()
    schoolPort = school.port
    const environment = { MERGE_COOLING_OFF_MINUTES: '30', ...school.environment }
    world = await makeWorld(environment, async (dataDir) => {
      longTicket = (await writeLongTicket(dataDir, TALKER, 10_000)).ticketId
      notedTicket = await writeNotedTicket(dataDir, NOTED, { messages: 3, early: 30, late: 420 })
      await writeSolved(dataDir, NOOR, 70)
      await writePromised(dataDir, PAT)
      silentTicket = await writeSilent(dataDir, PAT, omarAtDemo)
    })
    browser = await launchChromium()
    mayasWidget = await contactConnects(world.url, maya)
    noorsWidget = await contactConnects(world.url, NOOR)
    for (const name of ['Omar', 'Ines'] as const) cookies[name] = await agentCookie(world.url, name)
  })
  afterAll(async () => {
    await browser?.close()
    await world?.end()
  })
  afterEach(async () => {
    const kept = [...desks.values()].filter((page) => !page.isClosed())
    for (const context of browser.contexts())
      if (!kept.some((page) => page.context() === context)) await context.close()
    for (const [name, page] of desks) {
      if (page.isClosed()) desks.delete(name)
      else await leaves(page)
    }
  })
}

export async function consoleOf(
  name: 'Omar' | 'Ines',
  options: object = AT_A_DESK,
  prepare: (page: Page) => Promise<unknown> = AS_IT_IS,
  holds = false,
): Promise<Page> {
  const isPlain = options === AT_A_DESK && prepare === AS_IT_IS && !holds
  const old = isPlain ? desks.get(name) : undefined
  // A second window of one agent is one more.
  const page =
    old?.url() === `${world.url}${NOWHERE}` ? old : await (await browser.newContext(options)).newPage()
  const [key = '', value = ''] = cookies[name]?.split('=') ?? []
  await page.context().addCookies([{ name: key, value, url: world.url }])
  if (page !== old) {
    if (isPlain && !old) desks.set(name, page)
    if (!holds) await repliesAtOnce(page)
    await prepare(page)
  }
  await page.goto(`${world.url}/console`)
  await page.getByText('Live', { exact: true }).first().waitFor({ state: 'attached' })
  return page
}

/** The page has been told of it when this is back: a key that is pressed before that finds a network. */
export async function goesOffline(page: Page): Promise<void> {
  const told = page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        if (navigator.onLine) addEventListener('offline', () => resolve(), { once: true })
        else setTimeout(resolve)
      }),
  )
  await page.context().setOffline(true)
  await told
}

/** After the server was away. */
export async function contactsComeBack(): Promise<void> {
  ;[mayasWidget, noorsWidget] = await Promise.all([
    contactConnects(world.url, maya),
    contactConnects(world.url, NOOR),
  ])
}

/** Nothing of the scene is left: not its console, nor what it kept, nor what stood in its way. */
async function leaves(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.setViewportSize(WIDE)
  await page.goto(`${world.url}${NOWHERE}`)
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  await page.context().clearCookies()
}

export const noorOpens = (text: string) => mayaOpens(text, undefined, noorsWidget)

export async function mayaOpens(
  text: string,
  form: object = { type: 'question' },
  widget = mayasWidget,
): Promise<{ id: string; number: number; subject: string }> {
  const body = { clientId: newClientId(), text, ...form }
  for (;;) {
    const { result, problem } = await widget.command('ticket.open', body)
    if (result) return result.ticket
    // So many scenes in so little time: the server says when it takes the next one.
    if (!problem?.retryAfterMs) throw new Error(`Maya could not open a ticket: ${problem?.code}`)
    await new Promise((resolve) => setTimeout(resolve, problem.retryAfterMs))
  }
}

export async function leoAsksForAMerge(into = LEO, fromEmail = LEO_AT_SCHOOL): Promise<string> {
  const widget = await contactConnects(world.url, into)
  const asked = await widget.command('merge.start', { clientId: newClientId(), fromEmail })
  const { id } = asked.result.merge
  const isNewCode = ({ subject, text }: Mail) => subject.startsWith('A code') && !seen.has(text)
  const { text } = await world.mailTo(fromEmail, isNewCode)
  seen.add(text)
  const code = /\b[0-9A-HJKMNP-TV-Z]{4}[ -]?[0-9A-HJKMNP-TV-Z]{4}\b/.exec(text)?.[0] ?? ''
  const proved = await widget.command('merge.prove', { mergeId: id, code })
  widget.close()
  return proved.result.ticket.id
}
const seen = new Set<string>()

export async function draftsOf(agent: Client, id?: string): Promise<string[]> {
  const { drafts } = (await agent.command('draft.list', {})).result as { drafts: Draft[] }
  return drafts.filter(({ ticketId }) => !id || ticketId === id).map(({ text }) => text)
}

export function isOf(message: unknown, ticketId: string, kind: string, text?: string): boolean {
  const { author, ...rest } = message as { ticketId: string; text: string; author: { kind: string } }
  return rest.ticketId === ticketId && author.kind === kind && (text === undefined || rest.text === text)
}

function subAtDemo(email: string): string {
  return demoCast.find((member) => member.email === email)?.externalId ?? ''
}

/** Axe's rules in the theme of now, its contrast in the other, too; and nothing is untidy at the width of now. */
export const objectsToNothing = async (page: Page, within = 'body') => {
  const objected = await objections(page, { within })
  expect([...objected, ...(await page.evaluate(untidy, within))]).toEqual([])
}
