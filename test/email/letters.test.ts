// Letters in their reader's language, and as programs show them that show more than text: up to a real mail server, in a real browser.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ENGLISH, LETTER_LOCALES, lettersIn, localeIn } from '../../server/email/language.ts'
import { drawnMail, smtpMailer } from '../../server/email/mailer.ts'
import { samplesOf } from '../../server/email/samples.ts'
import { mergeRejectedMail, unseenRepliesMail } from '../../server/email/texts.ts'
import { ar } from '../../server/email/words/ar.ts'
import { de } from '../../server/email/words/de.ts'
import { en } from '../../server/email/words/en.ts'
import { es } from '../../server/email/words/es.ts'
import { fr } from '../../server/email/words/fr.ts'
import { pt } from '../../server/email/words/pt.ts'
import { PLAIN } from '../../server/settings/brand.ts'
import type { AgentRecord, MailRecord } from '../../server/store/records.ts'
import { asFile, transcriptOf } from '../../server/tickets/transcript.ts'
import { launchChromium } from '../browser/chromium.ts'
import { type App, openApp } from '../stage/app.ts'
import { identityToken, newClientId } from '../stage/cast.ts'
import { quickFiles } from '../stage/quick-files.ts'
import { UNSEEN_AFTER_MS } from '../stage/rules.ts'
import { mailServer, partsOf } from './mail-server.ts'

const FROM = { name: 'Wardway support', address: 'help@wardway.example' }
const HEAD = { sender: () => FROM, brand: () => PLAIN }
const NOW = '2026-11-24T09:00:00.000Z'

describe('the sentences', () => {
  const leaves = (words: object, path = ''): [string, string][] =>
    Object.entries(words).flatMap(([name, value]) =>
      typeof value === 'string' ? [[`${path}${name}`, value]] : leaves(value, `${path}${name}.`),
    )
  const holes = (sentence: string) => [...sentence.matchAll(/\{(\w+)\}/g)].map(([hole]) => hole).sort()
  // Each language has the forms of a number that it needs, and only it.
  const isForm = (name: string) => /\.(zero|one|two|few|many)$/.test(name)
  const english = new Map(leaves(en))

  test.each(Object.entries({ ar, de, es, fr, pt }))(
    'in %s are all there, none is empty or English, and each has what is filled in',
    (locale, words) => {
      const said = leaves(words)
      expect(LETTER_LOCALES).toContain(locale)
      expect(
        said
          .map(([name]) => name)
          .filter((name) => !isForm(name))
          .sort(),
      ).toEqual([...english.keys()].filter((name) => !isForm(name)).sort())
      for (const [name, sentence] of said) {
        const same = english.get(name) ?? english.get(name.replace(/\.\w+$/, '.other')) ?? ''
        expect(sentence.trim(), name).not.toBe('')
        // One form may say its number in a word.
        const filled = isForm(name) ? holes(same).filter((hole) => hole !== '{n}') : holes(same)
        expect(
          holes(sentence).filter((hole) => !isForm(name) || hole !== '{n}'),
          name,
        ).toEqual(filled)
        if (same.length > 20 && name !== 'thread.title') expect(sentence, name).not.toBe(same)
      }
    },
  )

  test('have the forms of a number that their language tells apart', () => {
    for (const [locale, words] of Object.entries({ ar, de, en, es, fr, pt })) {
      const forms: Record<string, string> = words.replies.unseen
      // Spanish, French and Portuguese have one for millions, which no letter holds.
      const needed = new Set([1, 2, 3, 11, 20].map((n) => new Intl.PluralRules(locale).select(n)))
      expect(Object.keys(forms), locale).toEqual(expect.arrayContaining([...needed]))
    }
  })
})

describe('the language of a reader', () => {
  const german = lettersIn(() => 'de')
  test.each([
    ['es', 'es'],
    ['es-MX', 'es'],
    ['pt-BR', 'pt'],
    // No letters in it: the help center's own.
    ['sv', 'de'],
    [null, 'de'],
    ['no locale', 'de'],
  ])('of %s is %s', (locale, expected) => {
    expect(german({ locale }).locale).toBe(expected)
  })

  test('is English where there are no letters in that of the help center either', () => {
    expect(lettersIn(() => 'sv')({ locale: null }).locale).toBe('en')
  })

  test('has days and times as they are written there, on the reader’s clock, and says which that is', () => {
    const there = lettersIn(() => 'en')({ locale: 'es', zone: 'Europe/Madrid' })
    expect(there.day(NOW)).toBe('martes, 24 de noviembre de 2026')
    expect(there.timeAndZone(NOW)).toBe('10:00 CET')
    expect(ENGLISH.timeAndZone(NOW)).toBe('09:00 UTC')
    expect(lettersIn(() => 'en')({ locale: 'es-MX', zone: 'America/Monterrey' }).time(NOW)).toMatch(/^3:00/)
  })

  test.each([
    ['pt_BR', 'pt-BR'],
    ['ES', 'es'],
    ['', null],
    ['undefined', null],
    ['English, please', null],
    ['en\r\nBcc: x@y.example', null],
    [7, null],
  ])('is read from %j as %j', (written, locale) => {
    expect(localeIn(written)).toBe(locale)
  })
})

describe('at the desk', () => {
  let dir: string
  let post: Awaited<ReturnType<typeof mailServer>>
  let desk: App
  let omar: AgentRecord
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'helpdock-letters-'))
    post = await mailServer()
    desk = await openApp(dir, undefined, undefined, quickFiles)
    omar = await desk.rules.agent('Omar')
  })
  beforeEach(() => {
    post.taken.length = 0
  })
  afterAll(async () => {
    await desk?.close()
    await post?.close()
    await rm(dir, { recursive: true, force: true })
  })

  const enters = async (person: Parameters<typeof identityToken>[0], search = '') => {
    const iat = Math.floor(desk.rules.now().getTime() / 1000)
    const payload = { identityToken: await identityToken(person, { iat, exp: iat + 600 }) }
    const answer = await desk.app.inject({ method: 'POST', url: `/api/session${search}`, payload })
    expect(answer.statusCode).toBe(200)
    return answer.json().snapshot.contact
  }
  /** Omar answers, nobody looks, and what is due goes out. */
  async function mailed(contact: Awaited<ReturnType<typeof enters>>, text: string, subject = 'Hola') {
    const { rules } = desk
    const handover = { reads: [], searches: [], zone: 'Europe/Madrid' }
    const opening = { clientId: newClientId(), type: 'question' as const, text: subject, handover }
    const { ticket } = await rules.commit((tx) => rules.tickets.open(tx, contact, opening))
    const body = { clientId: newClientId(), ticketId: ticket.id, text }
    const { message } = await rules.commit((tx) => rules.tickets.sendAsAgent(tx, omar, body))
    rules.passes(UNSEEN_AFTER_MS)
    await rules.dueWork()
    const mail = await rules.store.read.mails.find(`mal_${message?.id}`)
    if (!mail) throw new Error('no mail was written')
    const mailer = smtpMailer({ url: post.url, ...HEAD })
    expect(await mailer.send(mail)).toMatchObject({ outcome: 'sent' })
    await mailer.close()
    return partsOf(post.taken.at(-1)?.data ?? '')
  }

  const ana = { sub: 'ana', name: 'Ana', email: 'ana@northfield.edu' }

  test('who reads the widget in Spanish is written to in Spanish: subject, text, and the other face', async () => {
    const contact = await enters(ana, '?locale=es')
    expect(contact.locale).toBe('es')
    const { headers, text, html } = await mailed(contact, 'Mira en **Rotaciones**.')
    expect(headers.get('subject')).toBe('Omar ha respondido: Hola')
    expect(headers.get('content-language')).toBe('es')
    expect(headers.get('content-type')).toMatch(/^multipart\/alternative/)
    for (const face of [text, html]) {
      expect(face).toContain('Hay una respuesta en tu tique')
      expect(face).toMatch(/Omar escribió el .* de 2026, \d+:\d\d CET:/)
      expect(face).not.toMatch(/Hello|answer|wrote|Open the chat/)
    }
    expect(text).toContain('    Mira en **Rotaciones**.')
    expect(html).toMatch(/Mira en <strong[^>]*>Rotaciones<\/strong>\./)
    expect(html).toContain('<html lang="es" dir="ltr">')
    expect(html).toMatch(/<a href="https:[^"]*"[^>]*>Abrir el chat<\/a>/)
  })

  test('a locale is kept until another one is said; a host’s own counts where the widget’s is not said', async () => {
    const { rules } = desk
    expect((await enters({ ...ana, sub: 'bea' })).locale).toBeNull()
    expect((await enters({ ...ana, sub: 'bea' }, '?locale=pt_BR')).locale).toBe('pt-BR')
    expect((await enters({ ...ana, sub: 'bea' }, '?locale=')).locale).toBe('pt-BR')
    const claims = {
      ...{ sub: 'bea', name: 'Bea', email: null, emailVerified: false, attributes: {}, signedAt: null },
      locale: 'fr',
    }
    expect((await rules.commit((tx) => rules.contacts.enterVerified(tx, claims))).locale).toBe('fr')
    expect((await rules.commit((tx) => rules.contacts.enterVerified(tx, claims, 'es'))).locale).toBe('es')
  })

  test('a guest’s code comes in the language of the widget, and so does what follows', async () => {
    const { app, rules } = desk
    const payload = { email: 'gil@mail.example', name: 'Gil' }
    const asked = await app.inject({ method: 'POST', url: '/api/address-proofs?locale=fr', payload })
    const mail = await rules.store.read.mails.find(`mal_${asked.json().proofId}`)
    expect(mail).toMatchObject({ locale: 'fr', subject: 'Votre code pour écrire à l’assistance' })
    const code = /^ {4}(\w{8})$/m.exec(mail?.text ?? '')?.[1] ?? ''
    const url = `/api/address-proofs/${asked.json().proofId}`
    const entered = await app.inject({ method: 'PUT', url, payload: { code } })
    expect(entered.json().snapshot.contact).toMatchObject({ locale: 'fr', email: 'gil@mail.example' })
  })

  test('a transcript is in it, too', async () => {
    const contact = await enters(ana, '?locale=es')
    const { ticket } = await desk.rules.opens(contact, '¿Dónde está?')
    let text = ''
    const thread = await transcriptOf(desk.rules.store.read, desk.rules, contact, ticket, 'Europe/Madrid')
    for await (const piece of asFile(thread)) text += piece
    expect(text).toMatch(
      /^Tique \d+: ¿Dónde está\?\nAbierto por Ana el .* Está abierto\.\nLas horas son las de Europe\/Madrid\./,
    )
  })

  test('what people write stays words: no element, no script, no header', async () => {
    const contact = await enters(
      { ...ana, sub: 'eve', name: '<img src=x onerror=alert(1)>\r\nBcc: evil@evil.example' },
      '?locale=es',
    )
    const hostile = [
      '<script>alert(1)</script> [here](javascript:alert(1)) javascript:alert(1)',
      '"><style>*{display:none}</style><a href="https://evil.example">support</a>',
      '- **<b onclick=x>one</b>**',
      '- `</code><iframe src=//evil.example>`',
      '```',
      '</pre><form action=//evil.example>',
      '```',
      'https://evil.example/"onmouseover="alert(1)',
    ].join('\n')
    const { headers, text, html } = await mailed(
      contact,
      hostile,
      '</title><script>x</script>\r\nBcc: a@b.example',
    )
    expect([...headers.keys()]).not.toContain('bcc')
    expect(post.taken.at(-1)?.recipients).toEqual(['ana@northfield.edu'])
    expect(text, 'the premise: all of it went out').toContain('javascript:alert(1)')
    // Every tag is one of ours, and no attribute but ours.
    const tags = [...html.matchAll(/<\/?([a-z]+)/gi)].map(([, tag = '']) => tag.toLowerCase())
    expect(new Set(tags)).toEqual(
      new Set([
        'html',
        'head',
        'meta',
        'title',
        'style',
        'body',
        'table',
        'tr',
        'td',
        'p',
        'div',
        'br',
        'a',
        'ul',
        'li',
        'strong',
        'code',
        'pre',
      ]),
    )
    expect(tags.filter((tag) => tag === 'style')).toHaveLength(2)
    expect(html).not.toMatch(/<[^>]* on\w+=/i)
    for (const [, href = ''] of html.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https?:/)
    // Nothing that a program would fetch.
    expect(html).not.toMatch(/<[^>]*(?: src=|url\(|@import)/)
  })
})

describe('the other face', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  const inbound = { port: null, mailboxUrl: null }
  const facts = { publicUrl: 'https://help.example', hostUrl: 'https://portal.example/home', inbound }
  const samples = (locale: string) =>
    samplesOf(facts, 'desk@wardway.example', new Date(NOW), lettersIn(() => 'en')({ locale }))

  test('says all that the text says, in each language', async () => {
    const page = await browser.newPage()
    for (const locale of LETTER_LOCALES)
      for (const [letter, versions] of Object.entries(samples(locale)))
        for (const version of versions) {
          await page.setContent(drawnMail(version, HEAD) ?? '')
          const shown = words((await page.locator('body').textContent()) ?? '')
          const links = await page
            .locator('a')
            .evaluateAll((all) => all.map((one) => one.getAttribute('href')))
          for (const word of words(version.text.replace(/^-+$/gm, '')).split(' ')) {
            // A link is a button; of markdown, its marks are drawn.
            const plain = word.replace(/\*\*|^\d\.$/g, '')
            expect(links.includes(word) || shown.includes(plain), `${letter} in ${locale}: ${word}`).toBe(
              true,
            )
          }
        }
    await page.close()
  })

  test.each([
    [390, 'light'],
    [390, 'dark'],
    [600, 'light'],
    [600, 'dark'],
  ] as const)(
    'at %i px on %s ground is whole and legible, and asks nobody for anything',
    async (width, colorScheme) => {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme })
      const asked: string[] = []
      page.on('request', (request) => void asked.push(request.url()))
      const long = { from: 'Omar', at: NOW, text: `https://host.example/${'a-very-long-path/'.repeat(20)}` }
      const about = { number: 7, subject: 'Hi', contactName: 'Maya', url: facts.hostUrl }
      const replies = { ...about, replyTo: null, isRead: false, isGuest: true }
      for (const letter of [
        samples('ar').replies[0],
        samples('de').merge_approved[0],
        unseenRepliesMail(ENGLISH, { ...replies, replies: [long] }),
        mergeRejectedMail(ENGLISH, {
          reader: 'into',
          intoEmail: 'a@b.example',
          fromEmail: 'c@d.example',
          reason: 'x'.repeat(300),
        }),
      ]) {
        await page.setContent((letter && drawnMail(letter, HEAD)) ?? '')
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        expect(await page.evaluate(faintWords)).toEqual([])
      }
      expect(asked.filter((url) => !url.startsWith('about:'))).toEqual([])
      await page.close()
    },
  )

  test('wears the desk’s name and colour, whichever it is, and a letter from before there was such a face is text alone', () => {
    const [letter] = samples('es').replies
    if (!letter) throw new Error('no sample')
    const worn = drawnMail(letter, { ...HEAD, brand: () => ({ name: 'Ward <desk>', accent: '#ffb300' }) })
    expect(worn).toContain('Ward &lt;desk&gt;')
    expect(worn).toMatch(/background:#ffb300;border:1px solid #ffb300;color:#000000/)
    expect(drawnMail(letter, HEAD)).toContain('Wardway support')
    const { body: _, locale: __, ...old }: Partial<MailRecord> & typeof letter = letter
    expect(drawnMail(old, HEAD)).toBeUndefined()
  })
})

const words = (text: string) => text.replace(/\s+/g, ' ').trim()

/** Words whose contrast to what lies under them is under 4.5, in the page. */
function faintWords(): string[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number)
  const light = (colour: string) => {
    const [r = 0, g = 0, b = 0] = channels(colour).map((value) => {
      const share = value / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element: Element | null): string => {
    if (!element) return 'rgb(255, 255, 255)'
    const { backgroundColor } = getComputedStyle(element)
    return channels(backgroundColor)[3] === 0 ? groundOf(element.parentElement) : backgroundColor
  }
  return [...document.querySelectorAll('p, a, div, li, code')].flatMap((element) => {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    const [lighter = 0, darker = 0] = [light(getComputedStyle(element).color), light(groundOf(element))].sort(
      (a, b) => b - a,
    )
    return hasText && (lighter + 0.05) / (darker + 0.05) < 4.5 ? [element.textContent ?? ''] : []
  })
}
