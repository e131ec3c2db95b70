// A file on its way from the widget: taken away under way, nothing more of it is sent. The script answers in the server's
// place. Lost lines, reloads and what is shown: test/trips/in-the-browser.test.ts; the server: test/attachments/attachments.test.ts.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ATTACHMENT_PIECE_BYTES } from '../../protocol/limits.ts'
import { choose, files } from '../../widget/files/choosing.ts'
import { chosenFor, setChosen, wholeFor } from '../../widget/files/chosen.ts'
import { keptFile } from '../../widget/files/kept-files.ts'
import { takeAway, tryAgain, upload } from '../../widget/files/uploads.ts'
import { useServer } from '../../widget/http.ts'
import { identify } from '../../widget/session.ts'
import { put } from '../../widget/state.ts'

const OF = 'a ticket'
let asked: string[] = []
/** Why the next sessions are refused. */
let refusedSessions: string[] = []
/** What is done with the next piece. */
let takesPiece = (_signal: AbortSignal, _bytes: number): Promise<void> => Promise.resolve()
/** Those that were begun. */
let pieces: { from: number; bytes: number; hasArrived: boolean }[] = []

beforeEach(async () => {
  asked = []
  pieces = []
  setChosen(OF, [])
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
      load: () => Promise.reject(),
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

test('a piece that is lost on its way goes again, and one that a proxy takes no such body of is not tried for ever', async () => {
  vi.useFakeTimers()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const ends = new AbortController()
    setTimeout(() => ends.abort(), ms)
    return ends.signal
  })
  choose(OF, [new File(['Into a tunnel'], 'tunnel.txt')])
  const [tunnel] = chosenFor(OF)
  takesPiece = (signal) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  const going = upload(tunnel?.key ?? '')
  await vi.waitFor(() => expect(asked).toContain('PUT tunnel.txt from 0'))
  takesPiece = () => Promise.resolve()
  await vi.advanceTimersByTimeAsync(40_000)
  await going
  expect(wholeFor(OF)).toHaveLength(1)
  timeout.mockRestore()
  vi.useRealTimers()

  takeAway(chosenFor(OF)[0] ?? expect.fail())
  choose(OF, [new File(['Too much for it'], 'much.txt')])
  takesPiece = () => Promise.reject(new Response('<h1>413</h1>', { status: 413 }))
  await upload(chosenFor(OF)[0]?.key ?? '')
  expect(chosenFor(OF)).toMatchObject([{ name: 'much.txt', failed: 'request.too_large' }])
})

test('a page of a network in the place of an answer is none: without a line the file waits, and where only files do not pass it says so', async () => {
  vi.useFakeTimers()
  const page = () => Promise.reject(new Response('<h1>Blocked</h1>', { status: 403 }))
  put('connection', 'offline')
  choose(OF, [new File(['Behind a log-in page'], 'portal.txt')])
  takesPiece = page
  const going = upload(chosenFor(OF)[0]?.key ?? '')
  await vi.advanceTimersByTimeAsync(120_000)
  expect(asked.filter((one) => one === 'PUT portal.txt from 0').length, 'the premise').toBeGreaterThan(6)
  expect(chosenFor(OF)[0]?.failed).toBeUndefined()
  takesPiece = () => Promise.resolve()
  await vi.advanceTimersByTimeAsync(40_000)
  await going
  expect(wholeFor(OF)).toHaveLength(1)
  takeAway(chosenFor(OF)[0] ?? expect.fail())

  put('connection', 'live')
  choose(OF, [new File(['Nobody’s business'], 'blocked.txt')])
  takesPiece = page
  const tried = upload(chosenFor(OF)[0]?.key ?? '')
  await vi.advanceTimersByTimeAsync(120_000)
  await tried
  expect(chosenFor(OF)).toMatchObject([{ name: 'blocked.txt', failed: 'blocked' }])
  takesPiece = () => Promise.resolve()
  tryAgain(chosenFor(OF)[0] ?? expect.fail())
  await vi.advanceTimersByTimeAsync(40_000)
  vi.useRealTimers()
  expect(wholeFor(OF)).toHaveLength(1)
})

test('a file goes on as soon as there is a line again, however long the one before was gone, and leaves nothing on the page', async () => {
  vi.useFakeTimers()
  const left = { made: 0, ended: 0 }
  vi.stubGlobal('addEventListener', (_name: string, _hear: unknown, { signal }: AddEventListenerOptions) => {
    left.made++
    signal?.addEventListener('abort', () => left.ended++)
  })
  put('connection', 'live')
  choose(OF, [new File(['Carried through the cellar'], 'cellar.txt')])
  takesPiece = () => Promise.reject(new TypeError('No such name'))
  const going = upload(chosenFor(OF)[0]?.key ?? '')
  await vi.advanceTimersByTimeAsync(3_000)
  put('connection', 'offline')
  await vi.advanceTimersByTimeAsync(120_000)
  const tries = () => asked.filter((one) => one === 'PUT cellar.txt from 0').length
  // The premise: the tries are far apart by now.
  const before = tries()
  for (let next = before; next === before; next = tries()) await vi.advanceTimersByTimeAsync(100)
  takesPiece = () => Promise.resolve()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(tries()).toBe(before + 1)
  put('connection', 'live')
  await vi.advanceTimersByTimeAsync(0)
  await going
  expect(wholeFor(OF)).toHaveLength(1)
  expect(left.made, 'the premise: one for each pause').toBeGreaterThan(3)
  expect(left.ended).toBe(left.made)
  vi.useRealTimers()
})

test('a session that ends under an upload, and a host that knows only an old token for now, end no file', async () => {
  vi.useFakeTimers()
  choose(OF, [new File(['Written on the ward'], 'ward.txt')])
  const { key = '' } = chosenFor(OF)[0] ?? {}
  refusedSessions = ['identity.expired', 'identity.invalid']
  takesPiece = () => {
    if (refusedSessions.length)
      throw Response.json({ code: 'session.ended', title: '', type: '', status: 401 }, { status: 401 })
    return Promise.resolve()
  }
  const going = upload(key)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(chosenFor(OF).map(({ failed }) => failed)).toEqual([undefined])
  await going
  expect(wholeFor(OF)).toHaveLength(1)
  expect(refusedSessions, 'the premise: all were refused').toEqual([])
  vi.useRealTimers()
})

test('a database that opens too late is closed again: whoever deletes it at a log-out waits for nobody', async () => {
  vi.useFakeTimers()
  let opens = () => {}
  const database = { close: vi.fn(), transaction: () => expect.fail() }
  vi.stubGlobal('indexedDB', {
    open: () => {
      const opening = { result: database, onsuccess: () => {} }
      opens = () => opening.onsuccess()
      return opening
    },
  })
  const keeping = keptFile('a key')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(await keeping, 'nobody waits for it').toBeUndefined()
  opens()
  await vi.advanceTimersByTimeAsync(0)
  expect(database.close).toHaveBeenCalledOnce()
  vi.useRealTimers()
})

test('on a slow line pieces become smaller until they arrive, on a fast one larger; each byte that arrived goes once', async () => {
  vi.useFakeTimers()
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const ends = new AbortController()
    setTimeout(() => ends.abort(), ms)
    return ends.signal
  })
  /** As on a phone at the edge of its network: a large piece takes longer than anybody waits for it. */
  let bytesPerMs = 2
  takesPiece = (signal, bytes) =>
    new Promise((resolve, reject) => {
      setTimeout(resolve, bytes / bytesPerMs)
      signal.addEventListener('abort', () => reject(signal.reason))
    })
  const size = 6 * ATTACHMENT_PIECE_BYTES
  choose(OF, [new File([new Uint8Array(size)], 'ward.txt')])
  let isOver = false
  const going = upload(chosenFor(OF)[0]?.key ?? '').then(() => {
    isOver = true
  })
  while (!isOver) {
    await vi.advanceTimersByTimeAsync(1_000)
    if ((chosenFor(OF)[0]?.received ?? 0) > size / 6) bytesPerMs = 1_000
  }
  await going
  expect(wholeFor(OF)).toHaveLength(1)
  expect(Math.min(...pieces.map(({ bytes }) => bytes))).toBeLessThan(ATTACHMENT_PIECE_BYTES / 16)
  expect(Math.max(...pieces.map(({ bytes }) => bytes))).toBe(ATTACHMENT_PIECE_BYTES)
  const arrived = pieces.filter(({ hasArrived }) => hasArrived)
  expect(arrived.length, 'the premise: some did not').toBeLessThan(pieces.length)
  expect(arrived.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(size)
  timeout.mockRestore()
  vi.useRealTimers()
})

const TOKEN = `.${btoa(JSON.stringify({ sub: 'maya' }))}.`

async function answers(address: string, init: RequestInit & { body: string | Blob }): Promise<Response> {
  const { pathname, searchParams } = new URL(address)
  const code = pathname === '/api/session' && asked.length ? refusedSessions.shift() : undefined
  if (code) return Response.json({ code, title: '', type: '', status: 401 }, { status: 401 })
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
  const before = pieces.findLast(({ hasArrived }) => hasArrived)
  if (method !== 'PUT') return Response.json({ id, received: before ? before.from + before.bytes : 0 })
  const piece = { from: Number(from), bytes: (body as Blob).size, hasArrived: false }
  pieces.push(piece)
  try {
    await takesPiece(signal as AbortSignal, piece.bytes)
  } catch (cause) {
    if (cause instanceof Response) return cause
    throw cause
  }
  piece.hasArrived = true
  const received = piece.from + piece.bytes
  const isWhole = received >= (chosenFor(OF).find(({ name }) => name === id)?.size ?? 0)
  const attachment = isWhole ? { id, name: id, size: received, type: 'text/plain' } : null
  return Response.json({ id, received, attachment })
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
