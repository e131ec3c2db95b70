// A file on its way from the widget: taken away under way, nothing more of it is sent. The script answers in the server's
// place. Lost lines, reloads and what is shown: test/trips/in-the-browser.test.ts; the server: test/attachments.test.ts.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ATTACHMENT_PIECE_BYTES } from '../protocol/limits.ts'
import { choose, files } from '../widget/choosing.ts'
import { chosenFor, wholeFor } from '../widget/chosen.ts'
import { useServer } from '../widget/http.ts'
import { identify } from '../widget/session.ts'
import { takeAway, upload } from '../widget/uploads.ts'

const OF = 'a ticket'
let asked: string[] = []
/** What is done with the next piece. */
let takesPiece = (_signal: AbortSignal): Promise<void> => Promise.resolve()

beforeEach(async () => {
  asked = []
  vi.stubGlobal('addEventListener', () => {})
  vi.stubGlobal('fetch', answers)
  useServer('https://help.example')
  const bridge = {
    ...{ base: 'https://help.example', options: { identityToken: TOKEN }, early: {} },
    ...{
      token: async () => TOKEN,
      page: () => '/',
      sessionAt: () => '/api/session',
      emit: () => {},
      shown: () => {},
    },
  }
  await identify(bridge, () => {})
})
afterEach(() => vi.unstubAllGlobals())

test('a file that is taken away under way ends in the middle of a piece; the one beside it arrives', async () => {
  choose(OF, [
    new File([new Uint8Array(3 * ATTACHMENT_PIECE_BYTES)], 'film.txt'),
    new File(['Hello'], 'hello.txt'),
  ])
  const [film, hello] = chosenFor(OF)
  if (!film || !hello) throw new Error('nothing was chosen')
  const isUnderWay = new Promise<void>((resolve) => {
    takesPiece = (signal) => {
      resolve()
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
  })
  const going = upload(film.key)
  await isUnderWay

  takesPiece = () => Promise.resolve()
  takeAway(chosenFor(OF)[0] ?? film)
  await going
  await upload(hello.key)
  expect(wholeFor(OF), 'the message can go').toHaveLength(1)
  expect(chosenFor(OF).map(({ name }) => name)).toEqual(['hello.txt'])
  await vi.waitFor(() => expect(asked).toContain('DELETE film.txt'))
  expect(asked.filter((line) => line.includes('film.txt'))).toEqual([
    'POST film.txt',
    'PUT film.txt from 0',
    'DELETE film.txt',
  ])
  expect(files.size).toBe(0)
})

const TOKEN = `.${btoa(JSON.stringify({ sub: 'maya' }))}.`

async function answers(address: string, init: RequestInit & { body: string | Blob }): Promise<Response> {
  const { pathname, searchParams } = new URL(address)
  if (pathname === '/api/session') return Response.json({ session: 'of maya', snapshot: SNAPSHOT })
  const { method = 'GET', body, signal } = init
  if (pathname === '/api/attachments') {
    const { name } = JSON.parse(String(body))
    asked.push(`POST ${name}`)
    return Response.json({ id: name, received: 0 })
  }
  const id = decodeURIComponent(pathname.split('/').at(-1) ?? '')
  const from = searchParams.get('from')
  asked.push(`${method} ${id}${from === null ? '' : ` from ${from}`}`)
  if (method !== 'PUT') return Response.json({})
  await takesPiece(signal as AbortSignal)
  const received = Number(from) + (body as Blob).size
  return Response.json({ id, received, attachment: { id, name: id, size: received, type: 'text/plain' } })
}

const SNAPSHOT = {
  ...{
    contact: { id: 'con_maya', name: 'Maya' },
    tickets: [],
    merges: [],
    missed: [],
    gaps: [],
    articlesVersion: '1',
  },
  availability: { from: new Date().toISOString(), openings: null, waitsMs: [] },
  at: new Date().toISOString(),
}
