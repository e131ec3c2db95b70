// The demo host as its students meet it, and as Helpdock does: log-in, dashboard, "User already exists", the
// token it signs, and the webhooks that merge two accounts once.

import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { jwtVerify } from 'jose'
import { Webhook } from 'standardwebhooks'
import { Compile } from 'typebox/compile'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MergePreviewAnswer, MergeResult } from '../../protocol/webhooks.ts'
import { demoLogins } from '../../server/demo/cast.ts'
import { demoHost } from '../../server/demo/demo.ts'
import { fileMailer } from '../../server/email/file-mailer.ts'
import { ENGLISH } from '../../server/email/language.ts'
import { mergeCodeMail } from '../../server/email/texts.ts'
import { PLAIN } from '../../server/settings/brand.ts'

const IDENTITY_SECRET = 'the-secret-that-the-portal-and-helpdock-share'
const WEBHOOK_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const MAYA = 'maya.lindqvist@northfield.edu'
const LEO = 'leo.okafor@mail.example'
const LEO_AT_SCHOOL = 'l.okafor@northfield.edu'

let dir: string
let app: FastifyInstance
let now: Date
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-demo-'))
  now = new Date('2026-11-24T09:00:00.000Z')
  app = await open()
})
afterEach(async () => {
  await app.close()
  await rm(dir, { recursive: true, force: true })
})

describe('students', () => {
  it('who are not logged in are shown the log-in page, with the log-ins to try and the widget', async () => {
    expect(await nobody().get('/demo')).toMatchObject({ status: 303, to: '/demo/login' })
    const { text, headers } = await nobody().get('/demo/login')
    for (const { email, password } of demoLogins) {
      expect(text).toContain(email)
      expect(text).toContain(password)
    }
    expect(text).toContain(LEO_AT_SCHOOL)
    expect(text).toContain('<script src="/widget.js" defer></script>')
    expect(text).not.toContain('data-logged-in')
    expect(headers['content-security-policy']).toContain("script-src 'self'; style-src 'self'")
    expect(text).not.toMatch(/<style|style="|<script>|onclick=/)
  })

  it('see their own rotations and nobody else’s', async () => {
    const maya = await loggedIn(MAYA)
    const dashboard = await maya.get('/demo')
    expect(dashboard.text).toContain('Pediatrics')
    expect(dashboard.text).toContain('Family Medicine')
    expect(dashboard.text).toContain('data-logged-in')
    expect((await maya.get('/demo/rotations/pediatrics-lakeshore')).text).toContain('Dr. Hanna Weiss')
    expect((await maya.get('/demo/rotations/internal-medicine-st-brigid')).status).toBe(404)
    const leo = await loggedIn(LEO)
    expect((await leo.get('/demo')).text).toContain('No rotations yet')
    expect((await leo.get('/demo')).text).not.toContain('Brigid')
    expect((await leo.get('/demo/rotations/pediatrics-lakeshore')).status).toBe(404)
  })

  it('comment on a rotation, in text only', async () => {
    const maya = await loggedIn(MAYA)
    const path = '/demo/rotations/pediatrics-lakeshore'
    await maya.post(`${path}/comments`, { text: '<img src=x onerror=alert(1)> & “thanks”' })
    const { text } = await maya.get(path)
    expect(text).toContain('&#60;img src=x onerror=alert(1)&#62; &#38; “thanks”')
    expect(text).not.toContain('<img')
  })

  it('complete their own steps, never the school’s', async () => {
    const maya = await loggedIn(MAYA)
    const path = '/demo/rotations/pediatrics-lakeshore'
    const open = async () => (await maya.get(path)).text.match(/aria-label="(Open|Due soon)"/g)?.length
    expect(await open()).toBe(5)
    await maya.post(`${path}/steps/s4`, { done: 'yes' })
    await maya.post(`${path}/steps/s5`, { done: 'yes' })
    expect(await open()).toBe(4)
  })

  it('who sign up with a known address read “User already exists”, and can set their first password', async () => {
    const form = { name: 'Leo Okafor', email: LEO_AT_SCHOOL.toUpperCase(), password: 'long enough it is' }
    const refused = await nobody().post('/demo/sign-up', form)
    expect(refused.status).toBe(409)
    expect(refused.text).toContain('>User already exists<')

    expect((await nobody().post('/demo/login', { email: LEO_AT_SCHOOL, password: '' })).status).toBe(401)
    await nobody().post('/demo/forgot', { email: LEO_AT_SCHOOL })
    const link = linkIn((await mails(LEO_AT_SCHOOL))[0]?.text)
    expect((await nobody().get(link)).text).toContain(LEO_AT_SCHOOL)
    const token = new URL(link, 'http://x').searchParams.get('token') ?? ''
    const set = await nobody().post('/demo/set-password', { token, password: 'my first password' })
    expect(set).toMatchObject({ status: 303, to: '/demo' })
    const leo = await loggedIn(LEO_AT_SCHOOL, 'my first password')
    expect((await leo.get('/demo')).text).toContain('St. Brigid')

    // The link worked once.
    expect((await nobody().get(link)).status).toBe(410)
    const again = await nobody().post('/demo/set-password', { token, password: 'a stranger’s password' })
    expect(again.status).toBe(410)
  })

  it('who forgot a password learn nothing about other people’s accounts, and links end after an hour', async () => {
    const known = await nobody().post('/demo/forgot', { email: MAYA })
    const unknown = await nobody().post('/demo/forgot', { email: 'nobody@northfield.edu' })
    expect(unknown.text.replaceAll('nobody', '')).toBe(known.text.replaceAll('maya.lindqvist', ''))
    expect(await mails('nobody@northfield.edu')).toEqual([])
    const link = linkIn((await mails(MAYA))[0]?.text)
    later(61)
    expect((await nobody().get(link)).status).toBe(410)
  })

  it('who set a new password are logged out everywhere else', async () => {
    const before = await loggedIn(MAYA)
    later(1)
    await nobody().post('/demo/forgot', { email: MAYA })
    const token = new URL(linkIn((await mails(MAYA))[0]?.text), 'http://x').searchParams.get('token') ?? ''
    await nobody().post('/demo/set-password', { token, password: 'something new here' })
    expect((await before.get('/demo')).status).toBe(303)
  })

  it('who sign up anew are mailed a link that confirms the address, and looking at it does not', async () => {
    const email = 'nadia@mail.example'
    const signedUp = await nobody().post('/demo/sign-up', { name: 'Nadia', email, password: 'long enough' })
    expect(signedUp).toMatchObject({ status: 303, to: '/demo' })
    const nadia = await loggedIn(email, 'long enough')
    const link = linkIn((await mails(email))[0]?.text)
    await nobody().get(link)
    expect((await tokenOf(nadia)).email_verified).toBe(false)
    const token = new URL(link, 'http://x').searchParams.get('token') ?? ''
    await nobody().post('/demo/confirm', { token })
    expect((await tokenOf(nadia)).email_verified).toBe(true)
  })

  it('apply for what their profile fits', async () => {
    const maya = await loggedIn(MAYA)
    expect((await maya.get('/demo/search?q=elmgate&discipline=Nursing')).text).toContain('1 of 6 rotations')
    expect((await maya.post('/demo/search/psychiatry-elmgate', {})).status).toBe(404)
    const started = await maya.post('/demo/search/critical-care-elmgate', {})
    expect((await maya.get(started.to)).text).toContain('Critical Care')
    await maya.post('/demo/profile/school', { school: '' })
    expect((await maya.get('/demo/search')).text).toContain('Your profile is not complete.')
  })
})

describe('forms and cookies', () => {
  it('from other pages change nothing', async () => {
    const maya = await loggedIn(MAYA)
    const path = '/demo/rotations/pediatrics-lakeshore'
    for (const origin of ['https://evil.example', 'null', undefined]) {
      const refused = await maya.post(`${path}/comments`, { text: 'forged' }, origin)
      expect([origin, refused.status]).toEqual([origin, 403])
    }
    expect((await maya.get(path)).text).not.toContain('forged')
    await maya.post(`${path}/comments`, { text: 'my own' })
    expect((await maya.get(path)).text).toContain('my own')
  })

  it('are http-only and SameSite, signed, and end', async () => {
    const answer = await nobody().post('/demo/login', passwordOf(MAYA))
    const cookie = String(answer.headers['set-cookie'])
    expect(cookie).toMatch(/; Path=\/demo; HttpOnly; SameSite=Lax/)
    const value = cookie.split(';')[0] ?? ''
    expect((await browser(value).get('/demo')).status).toBe(200)
    const forged = value.replace('ww-10217', 'ww-10391')
    expect(forged).not.toBe(value)
    expect((await browser(forged).get('/demo')).status).toBe(303)
    expect((await browser(value).post('/demo/logout', {})).headers['set-cookie']).toContain('Max-Age=0')
    later(12 * 60 + 1)
    expect((await browser(value).get('/demo')).status).toBe(303)
  })
})

describe('the identity token', () => {
  it('says who is logged in, signed, for an hour', async () => {
    const claims = await tokenOf(await loggedIn(MAYA))
    const seconds = now.getTime() / 1000
    expect(claims).toMatchObject({
      sub: 'ww-10217',
      email: MAYA,
      email_verified: true,
      name: 'Maya Lindqvist',
      locale: 'en',
      iat: seconds,
      exp: seconds + 3_600,
      attributes: { school: 'Northfield University', discipline: 'Nursing', year: '3rd year' },
    })
    expect(claims.jti).not.toBe((await tokenOf(await loggedIn(MAYA))).jti)
    expect((await nobody().get('/demo/identity-token')).status).toBe(401)
  })

  it('of another account is signed for one merge, after its password, and changes nobody’s log-in', async () => {
    const leo = await loggedIn(LEO)
    const merge = `mrg_${'0'.repeat(26)}`
    const password = demoLogins.find(({ email }) => email === MAYA)?.password ?? ''
    const asks = (body: { email?: string; password?: string; merge?: string }) =>
      leo.post('/demo/identity-token', { merge, email: MAYA, password, ...body })
    const { payload } = await jwtVerify((await asks({})).text, new TextEncoder().encode(IDENTITY_SECRET), {
      currentDate: now,
    })
    const seconds = now.getTime() / 1000
    expect(payload).toMatchObject({ sub: 'ww-10217', email_verified: true, merge, exp: seconds + 600 })
    expect((await tokenOf(leo)).sub).toBe('ww-10684')
    for (const wrong of [
      { password: 'leo-on-the-ward' },
      { email: LEO_AT_SCHOOL, password: '' },
      { email: 'nobody@mail.example' },
      { merge: '' },
    ])
      expect((await asks(wrong)).status, JSON.stringify(wrong)).toBe(401)
  })
})

describe('the mailbox', () => {
  it('shows the mails of Helpdock and of Wardway, newest first, with the code to copy', async () => {
    await nobody().post('/demo/forgot', { email: MAYA })
    later(1)
    const letter = mergeCodeMail(ENGLISH, { code: '7K3MQ9TX', asker: 'l•••@mail.example' })
    const mail = { id: 'mal_1', to: LEO_AT_SCHOOL, ...letter, state: 'queued' as const, attempts: [] }
    const mailer = fileMailer({
      dir: join(dir, 'mailbox'),
      sender: () => ({ name: 'Wardway support', address: 'help@wardway.example' }),
      brand: () => PLAIN,
    })
    await mailer.send({ ...mail, createdAt: now.toISOString() })
    await writeFile(join(dir, 'mailbox', 'broken.json'), '{"id": 1')

    const { text: page } = await nobody().get('/demo/mailbox')
    expect(page).toContain('data-copy="7K3MQ9TX"')
    expect(page.indexOf(letter.subject)).toBeGreaterThan(0)
    expect(page.indexOf(letter.subject)).toBeLessThan(page.indexOf('Set a new password for Wardway'))
    expect(page).toMatch(/<a href="http:\/\/portal\.example\/demo\/set-password\?token=[\w-]+">/)
    const mayas = (await nobody().get(`/demo/mailbox/mails?to=${encodeURIComponent(MAYA)}`)).text
    expect(mayas).toContain('Set a new password')
    expect(mayas).not.toContain('7K3MQ9TX')
  })
})

describe('webhooks', () => {
  const mergeId = 'mrg_1'
  const approved = (
    data: object = { mergeId, into: { externalId: 'ww-10684' }, from: { externalId: 'ww-10391' } },
  ) => hook({ type: 'account_merge.approved', timestamp: now.toISOString(), data })
  const preview = (into: string, email: string) =>
    hook({
      type: 'account_merge.preview',
      timestamp: now.toISOString(),
      data: { mergeId, into: { externalId: into }, from: { email } },
    })

  it('count only with the right signature and the right time', async () => {
    const body = JSON.stringify({ type: 'ticket.opened', timestamp: now.toISOString(), data: {} })
    const wrongs: Record<string, string>[] = [
      {},
      { ...signed(body), 'webhook-signature': 'v1,AAAA' },
      { ...signed(body), 'webhook-id': 'another' },
      signed(`${body} `),
      signed(body, new Date(now.getTime() - 5 * 60_000 - 1_000)),
      signed(body, new Date(now.getTime() + 5 * 60_000 + 1_000)),
      { ...signed(body), 'webhook-timestamp': 'soon' },
    ]
    for (const headers of wrongs) expect((await send(body, headers)).status).toBe(401)
    expect((await send(body, signed(body))).status).toBe(204)
    const twoKeys = { ...signed(body), 'webhook-signature': `v1,AAAA ${signed(body)['webhook-signature']}` }
    expect((await send(body, twoKeys)).status).toBe(204)
    expect((await send('{', signed('{'))).status).toBe(400)
    expect((await send('[]', signed('[]'))).status).toBe(400)
  })

  it('describe both accounts, the same way each time, and change nothing', async () => {
    const before = await readFile(join(dir, 'demo.json'), 'utf8')
    const first = await preview('ww-10684', LEO_AT_SCHOOL)
    expect(first.status).toBe(200)
    expect(Compile(MergePreviewAnswer).Check(first.answer)).toBe(true)
    expect(first.answer).toMatchObject({
      into: { externalId: 'ww-10684', email: LEO, roles: ['student'] },
      from: { externalId: 'ww-10391', email: LEO_AT_SCHOOL },
      warnings: [],
    })
    expect(first.answer.moves[0]).toMatch(/Internal Medicine, St\. Brigid's Hospital/)
    expect(first.answer.from.facts).toContainEqual({ label: 'Rotations', value: '1' })
    later(60 * 24)
    expect((await preview('ww-10684', LEO_AT_SCHOOL)).answer).toEqual(first.answer)
    expect(await readFile(join(dir, 'demo.json'), 'utf8')).toBe(before)
    expect((await preview('ww-10684', 'nobody@mail.example')).answer).toMatchObject({ from: null, moves: [] })
  })

  it('warn of what would be lost', async () => {
    const { warnings, losses, conflicts } = (await preview('ww-10217', LEO_AT_SCHOOL)).answer
    expect(warnings.join('\n')).toMatch(/different names/)
    expect(losses).toEqual([`The log-in as ${LEO_AT_SCHOOL}`])
    expect(conflicts).toContainEqual({
      field: 'discipline',
      label: 'Discipline',
      into: 'Nursing',
      from: 'Medicine',
    })
  })

  it('move the rotation to the account that stays, once, and answer every repeat alike', async () => {
    const leo = await loggedIn(LEO)
    expect((await leo.get('/demo')).text).not.toContain('Brigid')
    const answers = await Promise.all([approved(), approved(), approved()])
    for (const { status, answer } of answers) {
      expect(status).toBe(200)
      expect(Compile(MergeResult).Check(answer)).toBe(true)
      expect(answer).toEqual({ mergeId, status: 'completed', undoable: true })
    }
    expect((await leo.get('/demo')).text).toContain('St. Brigid&#39;s Hospital')
    expect((await leo.get('/demo/profile')).text).toContain('Northfield University')

    // On the disk before it was answered: another process knows.
    await app.close()
    app = await open()
    expect((await approved()).answer).toEqual({ mergeId, status: 'completed', undoable: true })
    expect((await (await loggedIn(LEO)).get('/demo')).text.match(/<article/g)).toHaveLength(1)
  })

  it('keep what was chosen, merge nothing that changed since it was described, and take back what moved', async () => {
    const accounts = { into: { externalId: 'ww-10217' }, from: { externalId: 'ww-10391' } }
    const { version } = (await preview('ww-10217', LEO_AT_SCHOOL)).answer
    const old = await approved({ mergeId, ...accounts, previewVersion: 'another' })
    expect(old.answer).toMatchObject({ status: 'failed', reason: expect.stringContaining('changed since') })
    const keep = { discipline: 'from' }
    expect((await approved({ mergeId, ...accounts, previewVersion: version, keep })).answer.status).toBe(
      'completed',
    )
    const maya = await loggedIn(MAYA)
    const discipline = async () =>
      /Discipline<\/dt><dd>([^<]*)/.exec((await maya.get('/demo/profile')).text)?.[1]
    expect(await discipline()).toBe('Medicine')
    expect((await maya.get('/demo')).text).toContain('Brigid')

    const undo = () =>
      hook({ type: 'account_merge.undo', timestamp: now.toISOString(), data: { mergeId, ...accounts } })
    for (let time = 0; time < 2; time++) expect((await undo()).answer).toEqual({ mergeId, status: 'undone' })
    expect(await discipline()).toBe('Nursing')
    expect((await maya.get('/demo')).text).not.toContain('Brigid')
    expect((await preview('ww-10684', LEO_AT_SCHOOL)).answer.from.facts).toContainEqual({
      label: 'Rotations',
      value: '1',
    })
  })

  it('are answered badly where somebody wants to see that, and as they should an hour later', async () => {
    const maya = await loggedIn(MAYA)
    const data = { mergeId, into: { externalId: 'ww-10684' }, from: { externalId: 'ww-10391' } }
    await maya.post('/demo/merges', { mood: 'refuses' })
    expect((await approved(data)).answer).toMatchObject({ status: 'failed' })
    await maya.post('/demo/merges', { mood: 'down' })
    expect((await maya.get('/demo/merges')).text).toContain('value="down" checked')
    expect((await approved(data)).status).toBe(503)
    later(61)
    expect((await approved(data)).answer.status).toBe('completed')
  })

  it('come too late, twice, or otherwise than before where somebody wants to see that, and merge once all the same', async () => {
    const maya = await loggedIn(MAYA)
    const told: string[] = []
    vi.stubGlobal('fetch', async (url: string, { body }: { body: string }) => told.push(`${url} ${body}`))
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    try {
      await maya.post('/demo/merges', { mood: 'too late' })
      let isAnswered = false
      const late = approved().then((said) => {
        isAnswered = true
        return said
      })
      // The merge is done, and nobody has heard of it: the attempt is over by then.
      await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0))
      await vi.advanceTimersByTimeAsync(10_000)
      expect(isAnswered).toBe(false)
      await vi.advanceTimersByTimeAsync(2_000)
      expect((await late).answer.status).toBe('completed')
      for (const [mood, status] of [
        ['twice', 'completed'],
        ['otherwise', 'failed'],
      ] as const) {
        await maya.post('/demo/merges', { mood })
        expect((await approved()).answer.status, mood).toBe('completed')
        expect(told).toEqual([])
        await vi.advanceTimersByTimeAsync(2_000)
        expect(told.splice(0), mood).toEqual([
          expect.stringMatching(new RegExp(`/api/host/merge-results .*"status":"${status}"`)),
        ])
      }
    } finally {
      vi.useRealTimers()
      vi.unstubAllGlobals()
    }
    expect((await maya.get('/demo')).text).not.toContain('Brigid')
  })

  it('end the other account: its log-in says where it went, its links and cookies are dead', async () => {
    await nobody().post('/demo/forgot', { email: LEO_AT_SCHOOL })
    const link = linkIn((await mails(LEO_AT_SCHOOL))[0]?.text)
    expect((await nobody().get(link)).status).toBe(200)
    await approved()
    expect((await nobody().get(link)).status).toBe(410)
    const refused = await nobody().post('/demo/login', { email: LEO_AT_SCHOOL, password: 'whatever' })
    expect(refused.status).toBe(401)
    expect(refused.text).toContain('l•••@mail.example')
    expect((await preview('ww-10684', LEO_AT_SCHOOL)).answer.from).toBeNull()
  })

  it('say why an account cannot be merged, and change nothing', async () => {
    const data = (into: string, from: string, id: string = randomUUID()) => ({
      mergeId: id,
      into: { externalId: into },
      from: { externalId: from },
    })
    const before = await readFile(join(dir, 'demo.json'), 'utf8')
    expect((await approved(data('ww-1', 'ww-10391'))).answer).toMatchObject({ status: 'failed' })
    expect((await approved(data('ww-10684', 'ww-1'))).answer.reason).toBe('There is no account ww-1.')
    expect((await approved(data('ww-10684', 'ww-10684'))).answer.reason).toBe('Both are the same account.')
    expect(await readFile(join(dir, 'demo.json'), 'utf8')).toBe(before)

    await approved(data('ww-10684', 'ww-10391', mergeId))
    const elsewhere = (await approved(data('ww-10217', 'ww-10391'))).answer
    expect(elsewhere.reason).toContain('was merged into ww-10684 before')
    expect((await approved(data('ww-10391', 'ww-10217'))).answer.status).toBe('failed')
    expect((await approved(data('ww-10217', 'ww-10391', mergeId))).answer.status).toBe('failed')
    expect((await (await loggedIn(MAYA)).get('/demo')).text).not.toContain('Brigid')
  })
})

describe('its memory', () => {
  it('is refused, not replaced, when the file is damaged', async () => {
    await app.close()
    await writeFile(join(dir, 'demo.json'), '{"accounts": [')
    await expect(open()).rejects.toThrow(/demo\.json is damaged.*Move it away/)
    expect(await readFile(join(dir, 'demo.json'), 'utf8')).toBe('{"accounts": [')
    await rm(join(dir, 'demo.json'))
    app = await open()
    expect((await (await loggedIn(MAYA)).get('/demo')).status).toBe(200)
  })
})

// ---- what people and Helpdock do

async function open(): Promise<FastifyInstance> {
  const server = fastify({ forceCloseConnections: true })
  server.register(
    demoHost({
      dataDir: dir,
      mailsDir: join(dir, 'mailbox'),
      publicUrl: 'http://portal.example',
      identitySecret: IDENTITY_SECRET,
      webhookSecret: WEBHOOK_SECRET,
      hostApiKey: 'the-key-of-the-host',
      now: () => now,
    }),
  )
  await server.ready()
  return server
}

function later(minutes: number) {
  now = new Date(now.getTime() + minutes * 60_000)
}

const nobody = () => browser('')

function browser(cookie: string) {
  const ask = async (method: 'GET' | 'POST', url: string, form?: Record<string, string>, origin?: string) => {
    const answer = await app.inject({
      method,
      url,
      headers: {
        host: 'portal.example',
        cookie,
        ...(origin ? { origin } : {}),
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
      },
      ...(form ? { payload: new URLSearchParams(form).toString() } : {}),
    })
    const { statusCode: status, headers, payload: text } = answer
    return { status, headers, text, to: String(headers.location ?? '') }
  }
  return {
    get: (url: string) => ask('GET', url),
    post: (url: string, form: Record<string, string>, ...origin: (string | undefined)[]) =>
      ask('POST', url, form, origin.length > 0 ? origin[0] : 'http://portal.example'),
  }
}

function passwordOf(email: string) {
  const login = demoLogins.find((login) => login.email === email)
  if (!login) throw new Error(`${email} has no password in the cast.`)
  return { email, password: login.password }
}

async function loggedIn(email: string, password?: string) {
  const form = password === undefined ? passwordOf(email) : { email, password }
  const { status, headers } = await nobody().post('/demo/login', form)
  if (status !== 303) throw new Error(`${email} could not log in: ${status}`)
  return browser(String(headers['set-cookie']).split(';')[0] ?? '')
}

async function tokenOf(student: ReturnType<typeof browser>) {
  const { text } = await student.get('/demo/identity-token')
  const key = new TextEncoder().encode(IDENTITY_SECRET)
  return (await jwtVerify(text, key, { algorithms: ['HS256'], currentDate: now })).payload
}

async function mails(to: string): Promise<{ to: string; text: string }[]> {
  const names = await readdir(join(dir, 'mailbox')).catch(() => [])
  const all = await Promise.all(names.map((name) => readFile(join(dir, 'mailbox', name), 'utf8')))
  return all.map((text) => JSON.parse(text)).filter((mail) => mail.to === to)
}

function linkIn(text = ''): string {
  const link = /http:\/\/portal\.example(\/\S+)/.exec(text)?.[1]
  if (!link) throw new Error(`No link in: ${text}`)
  return link
}

function signed(body: string, at = now, id = 'evt_1'): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(WEBHOOK_SECRET).sign(id, at, body),
  }
}

async function send(body: string, headers: Record<string, string>) {
  const { statusCode: status, payload } = await app.inject({
    method: 'POST',
    url: '/demo/webhooks',
    headers: { 'content-type': 'application/json', ...headers },
    payload: body,
  })
  return { status, answer: payload ? JSON.parse(payload) : null }
}

const hook = (event: object) => send(JSON.stringify(event), signed(JSON.stringify(event)))
