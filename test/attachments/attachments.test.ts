// Files that people send: taken piece by piece, judged by what is in them, made anew where they are images, and read by
// the ticket's parties only. Through HTTP and the rules, with a clock that is set by hand; no browser.

import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attachment, Contact } from '../../protocol/entities.ts'
import {
  ATTACHMENT_ADDRESS_MS,
  ATTACHMENT_LOOSE_MS,
  ATTACHMENT_MAX_BYTES,
  ATTACHMENT_PIECE_BYTES,
  ATTACHMENTS_A_DAY,
} from '../../protocol/limits.ts'
import { addressSigner } from '../../server/attachments/addresses.ts'
import { madeAnew } from '../../server/attachments/images.ts'
import { cleanName } from '../../server/attachments/names.ts'
import { sha256 } from '../../server/hashes.ts'
import { keptSecret } from '../../server/kept-secret.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { asContactSees } from '../../server/tickets/revisions.ts'
import { type App, HOST_PAGE, openApp } from '../stage/app.ts'
import { newClientId } from '../stage/cast.ts'

interface Person {
  headers: Record<string, string>
}
let server: App
let folder: string
let maya: Contact
let omar: AgentRecord
let asMaya: Person
let asLeo: Person
let asOmar: Person

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helpdock-attachments-'))
  server = await openApp(folder)
  maya = await server.rules.contact('maya', 'maya@northfield.edu')
  omar = await server.rules.agent('Omar')
  asMaya = await withSession(maya)
  asLeo = await withSession(await server.rules.contact('leo', 'leo@mail.example'))
  await server.rules.commit((tx) =>
    tx.agentSessions.put({
      id: 'ags_omar',
      agentId: omar.id,
      tokenHash: sha256('agent-session', 'omars-cookie'),
      createdAt: server.rules.now().toISOString(),
      expiresAt: '2030-01-01T00:00:00.000Z',
      endedAt: null,
    }),
  )
  asOmar = { headers: { cookie: 'helpdock_agent=omars-cookie' } }
})
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

async function withSession(contact: Contact): Promise<Person> {
  const { token } = await server.rules.commit((tx) => server.rules.contacts.openSession(tx, contact))
  return { headers: { authorization: `Bearer ${token}` } }
}

const lying = () => readdir(join(folder, 'data', 'attachments')).catch(() => [])

// ---- what people do

async function announce(person: Person, name: string, size: number) {
  const payload = { name, size }
  return server.app.inject({ method: 'POST', url: '/api/attachments', ...person, payload })
}

async function piece(person: Person, id: string, from: number, bytes: Buffer) {
  const headers = { ...person.headers, 'content-type': 'application/octet-stream' }
  return server.app.inject({
    method: 'PUT',
    url: `/api/attachments/${id}?from=${from}`,
    headers,
    payload: bytes,
  })
}

/** The last answer: of the piece that was refused, or of the one that made it whole. */
async function upload(person: Person, name: string, bytes: Buffer) {
  const begun = await announce(person, name, bytes.length)
  if (begun.statusCode !== 200) return begun
  let answer = begun
  for (let from = 0; from < bytes.length && answer.statusCode === 200; from += ATTACHMENT_PIECE_BYTES)
    answer = await piece(person, begun.json().id, from, bytes.subarray(from, from + ATTACHMENT_PIECE_BYTES))
  return answer
}

async function uploaded(person: Person, name: string, bytes: Buffer): Promise<Attachment> {
  const answer = await upload(person, name, bytes)
  expect(answer.statusCode, answer.body).toBe(200)
  return answer.json().attachment
}

const open = (attachments: string[], text = '') =>
  server.rules.commit((tx) =>
    server.rules.tickets.open(tx, maya, { clientId: newClientId(), type: 'question', text, attachments }),
  )

const addressFor = (person: Person, id: string) =>
  server.app.inject({ method: 'GET', url: `/api/attachments/${id}/address`, ...person })

async function bytesOf(person: Person, id: string): Promise<Buffer> {
  const answer = await addressFor(person, id)
  return (await server.app.inject({ method: 'GET', url: answer.json().url })).rawPayload
}

const picture = (width = 60, height = 40) =>
  sharp({ create: { width, height, channels: 3, background: '#3355aa' } })

const text = (content: string) => Buffer.from(content)

// ---- the scenes

describe('an upload', () => {
  test('goes on where it was after the answer to a piece was lost', async () => {
    const bytes = text('All that I tried.\n'.repeat(40_000))
    expect(bytes.length).toBeGreaterThan(2 * ATTACHMENT_PIECE_BYTES)
    const { id } = (await announce(asMaya, 'what I tried.txt', bytes.length)).json()
    const first = await piece(asMaya, id, 0, bytes.subarray(0, ATTACHMENT_PIECE_BYTES))
    expect(first.json()).toMatchObject({ received: ATTACHMENT_PIECE_BYTES, attachment: null })
    // Its answer was lost: the client sends it once more, is told, and asks.
    const again = await piece(asMaya, id, 0, bytes.subarray(0, ATTACHMENT_PIECE_BYTES))
    expect(again.json().code).toBe('attachment.wrong_place')
    const asked = await server.app.inject({ method: 'GET', url: `/api/attachments/${id}`, ...asMaya })
    let { received } = asked.json()
    expect(received).toBe(ATTACHMENT_PIECE_BYTES)
    for (let answer = asked; received < bytes.length; received = answer.json().received)
      answer = await piece(asMaya, id, received, bytes.subarray(received, received + ATTACHMENT_PIECE_BYTES))
    await open([id])
    expect((await bytesOf(asOmar, id)).equals(bytes)).toBe(true)
  })

  test('that a full disk does not take is asked to wait, and goes on where it was', async () => {
    const files = server.rules.attachmentFiles
    const { append } = files
    const { id } = (await announce(asMaya, 'what I tried.txt', 12)).json()
    await piece(asMaya, id, 0, text('Before '))
    files.append = async () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    }
    const answer = await piece(asMaya, id, 7, text('after'))
    files.append = append
    expect([answer.statusCode, answer.json()]).toEqual([
      503,
      expect.objectContaining({ code: 'store.failed', retryAfterMs: expect.any(Number) }),
    ])
    expect(server.logged(), 'the operator reads why').toContain('ENOSPC')
    const whole = await piece(asMaya, id, 7, text('after'))
    expect(whole.json().attachment).toMatchObject({ size: 12 })
    expect((await bytesOf(asMaya, id)).toString()).toBe('Before after')
  })

  test('whose last piece arrived and was not judged is judged when nothing more is sent, from its end only', async () => {
    const files = server.rules.attachmentFiles
    const { keep } = files
    const begun = await announce(asMaya, 'what I tried.txt', 12)
    const { id } = begun.json()
    expect((await piece(asMaya, id, 0, Buffer.alloc(0))).json().code).toBe('request.malformed')
    await piece(asMaya, id, 0, text('Before '))
    expect((await piece(asMaya, id, 7, Buffer.alloc(0))).json().code).toBe('request.malformed')
    files.keep = async () => {
      throw Object.assign(new Error('ENOSPC: no space left on device, rename'), { code: 'ENOSPC' })
    }
    expect((await piece(asMaya, id, 7, text('after'))).json().code).toBe('store.failed')
    files.keep = keep
    const asked = await server.app.inject({ method: 'GET', url: `/api/attachments/${id}`, ...asMaya })
    expect(asked.json()).toEqual({ id, received: 12, attachment: null })
    // As every client does that is told that the server has all of it.
    const whole = await piece(asMaya, id, 12, Buffer.alloc(0))
    expect(whole.json().attachment, whole.body).toMatchObject({ size: 12 })
    expect((await bytesOf(asMaya, id)).toString()).toBe('Before after')
  })

  test('that is empty is refused by name, where one byte is taken', async () => {
    const answer = await announce(asMaya, 'nothing.txt', 0)
    expect([answer.statusCode, answer.json().code]).toEqual([422, 'attachment.empty'])
    expect((await announce(asMaya, 'nearly.txt', 1)).statusCode).toBe(200)
  })

  test('that is too large is refused before its first byte, and cut off where it grows', async () => {
    const answer = await announce(asMaya, 'film.txt', ATTACHMENT_MAX_BYTES + 1)
    expect([answer.statusCode, answer.json().code]).toEqual([413, 'attachment.too_large'])

    const { id } = (await announce(asMaya, 'small.txt', 10)).json()
    const more = await piece(asMaya, id, 0, text('more than ten bytes'))
    expect(more.json().code).toBe('attachment.too_large')
    const huge = await piece(asMaya, id, 0, Buffer.alloc(ATTACHMENT_PIECE_BYTES + 1))
    expect([huge.statusCode, huge.json().code]).toEqual([413, 'request.too_large'])
    expect(huge.json().detail).toContain(String(ATTACHMENT_PIECE_BYTES))
    // The premise: what was announced is taken.
    expect((await piece(asMaya, id, 0, text('ten bytes.'))).statusCode).toBe(200)
  })

  test('is nobody else’s: another contact, an agent and nobody find nothing there', async () => {
    const { id } = (await announce(asMaya, 'mine.txt', 4)).json()
    for (const [person, status] of [
      [asLeo, 404],
      [asOmar, 404],
      [{ headers: {} }, 401],
    ] as const) {
      expect((await piece(person, id, 0, text('mine'))).statusCode).toBe(status)
      const url = `/api/attachments/${id}`
      for (const method of ['GET', 'DELETE'] as const)
        expect((await server.app.inject({ method, url, ...person })).statusCode).toBe(status)
    }
    expect((await piece(asMaya, id, 0, text('mine'))).statusCode).toBe(200)
    for (const [person, status] of [
      [asLeo, 404],
      [asOmar, 404],
      [asMaya, 200],
    ] as const)
      expect((await addressFor(person, id)).statusCode).toBe(status)
  })

  test('with an agent’s cookie comes from our own pages only', async () => {
    const headers = { ...asOmar.headers, origin: HOST_PAGE }
    expect((await announce({ headers }, 'a.txt', 4)).json().code).toBe('caller.forbidden')
    expect((await announce(asOmar, 'a.txt', 4)).statusCode).toBe(200)
  })

  test('is one of so many a day for a contact', async () => {
    const ines = await server.rules.contact('ines', 'ines@northfield.edu')
    const asInes = await withSession(ines)
    for (let n = 0; n < ATTACHMENTS_A_DAY; n++)
      await server.rules.commit((tx) =>
        server.rules.attachments.announce(tx, { kind: 'contact', id: ines.id }, { name: 'a', size: 1 }),
      )
    const answer = await announce(asInes, 'one more.txt', 4)
    expect(answer.json()).toMatchObject({ code: 'attachment.day_full', retryAfterMs: expect.any(Number) })
    expect((await announce(asMaya, 'one more.txt', 4)).statusCode).toBe(200)
  })
})

describe('what a file is', () => {
  test('that is refused is not kept: nothing of it lies there, and it takes no place in the day', async () => {
    const noor = await server.rules.contact('noor', 'noor@northfield.edu')
    const asNoor = await withSession(noor)
    const page = text('<html></html>')
    const { id } = (await announce(asNoor, 'page.txt', page.length)).json()
    const places = async () => {
      const uploader = { kind: 'contact' as const, id: noor.id }
      return (await server.rules.store.read.attachments.uploadedSince(uploader, '2000-01-01T00:00:00.000Z'))
        .files
    }
    expect(await places(), 'the premise').toBe(1)
    expect((await piece(asNoor, id, 0, page)).json()).toMatchObject({ code: 'attachment.kind' })
    const asked = await server.app.inject({ method: 'GET', url: `/api/attachments/${id}`, ...asNoor })
    expect(asked.statusCode).toBe(404)
    expect(await lying()).not.toContain(id)
    expect(await places()).toBe(0)
  })

  test('is judged by what is in it, and its name is made to fit', async () => {
    const pdf = await uploaded(asMaya, '../../holiday.png', text('%PDF-1.4\n1 0 obj\n%%EOF\n'))
    expect(pdf).toMatchObject({ name: 'holiday.png.pdf', type: 'application/pdf' })
    const png = await uploaded(asMaya, 'report.pdf', await picture().png().toBuffer())
    expect(png).toMatchObject({ name: 'report.pdf.png', type: 'image/png', width: 60, height: 40 })
    const log = await uploaded(asMaya, 'start.bat', text('It says “alredy exists”\r\n'))
    expect(log).toMatchObject({ name: 'start.bat.txt', type: 'text/plain' })
  })

  test.each([
    ['HTML', 'photo.jpg', text('<!doctype html><script>alert(1)</script>')],
    ['HTML behind a byte order mark and blanks', 'a.txt', text('\ufeff \n<html><body onload=alert(1)>')],
    ['SVG', 'logo.png', text('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
    ['XML', 'a.txt', text('<?xml version="1.0"?><svg/>')],
    ['a program', 'photo.png', Buffer.from('4d5a90000300000004000000ffff0000', 'hex')],
    ['a plain zip', 'report.docx', Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex')],
    ['a zip without a list of contents', 'report.docx', Buffer.from(`504b0304${'00'.repeat(60)}`, 'hex')],
    ['bytes', 'notes.txt', Buffer.from([1, 2, 3, 0, 255])],
    ['a HEIC image', 'IMG_1.heic', Buffer.from('000000186674797068656963000000006d696631', 'hex')],
  ])('%s in the clothes of %s is refused, and not kept', async (_what, name, bytes) => {
    const answer = await upload(asMaya, name, bytes)
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'attachment.kind'])
  })

  test('office files are taken by their list of contents, with a macro they are not', async () => {
    const docx = await uploaded(asMaya, 'form.docx', zipOf(['[Content_Types].xml', 'word/document.xml']))
    expect(docx.type).toContain('wordprocessingml')
    const bad = zipOf(['[Content_Types].xml', 'word/document.xml', 'word/vbaProject.bin'])
    expect((await upload(asMaya, 'form.docx', bad)).json().code).toBe('attachment.kind')
    expect((await upload(asMaya, 'x.docx', zipOf(['a.txt']))).json().code).toBe('attachment.kind')
  })

  test('names lose what is invisible, what leads elsewhere and what turns the direction of reading', () => {
    expect(cleanName('C:\\Users\\maya\\shot.png')).toBe('shot.png')
    expect(cleanName('../../etc/passwd')).toBe('passwd')
    expect(cleanName('bill\u202Egpj.exe')).toBe('billgpj.exe')
    expect(cleanName('.ht\u200baccess\r\n')).toBe('htaccess')
    expect(cleanName(' \u0000/ ')).toBe('file')
    expect(Array.from(cleanName(`${'ß'.repeat(300)}.png`))).toHaveLength(120)
  })
})

describe('an image', () => {
  test('is made anew: upright, without position, camera, comment, or anything behind its end', async () => {
    const shot = await picture(80, 50)
      .jpeg()
      .withExif({ IFD0: { Make: 'canary-camera' }, IFD3: { GPSLatitude: '59/1 19/1 0/1' } })
      .withMetadata({ orientation: 6 })
      .toBuffer()
    const bytes = Buffer.concat([shot, text('<script>canary-polyglot</script>')])
    const before = await sharp(bytes).metadata()
    // The premise: it says how the camera was held, and which one it was.
    expect(before).toMatchObject({ orientation: 6, exif: expect.any(Buffer) })
    const photo = await uploaded(asMaya, 'photo.jpg', bytes)
    expect(photo).toMatchObject({ width: 50, height: 80, type: 'image/jpeg' })
    const kept = await bytesOf(asMaya, photo.id)
    const after = await sharp(kept).metadata()
    expect([after.exif, after.xmp, after.orientation]).toEqual([undefined, undefined, undefined])
    expect(kept.toString('latin1')).not.toContain('canary')
    expect(kept.length).toBe(photo.size)
  })

  test.each(['png', 'webp', 'gif'] as const)('of the kind %s keeps its size and its kind', async (kind) => {
    const image = await uploaded(asMaya, `a.${kind}`, await picture().toFormat(kind).toBuffer())
    expect(image).toMatchObject({ type: `image/${kind}`, width: 60, height: 40 })
    expect((await sharp(await bytesOf(asMaya, image.id)).metadata()).format).toBe(kind)
  })

  test('that moves keeps no photo waiting', async () => {
    // Seconds of work in twelve hundred bytes: frames of one point, each of which is drawn whole.
    const frame = Buffer.from(
      '21f904080100 0000 2c00000000 0100 0100 00 02 02 4401 00'.replaceAll(' ', ''),
      'hex',
    )
    const head = Buffer.from('474946383961 2003 2003 80 00 00 000000 ffffff'.replaceAll(' ', ''), 'hex')
    const moving = Buffer.concat([head, ...Array<Buffer>(49).fill(frame), Buffer.from([0x3b])])
    expect(await sharp(moving, { animated: true }).metadata()).toMatchObject({ pages: 49, width: 800 })
    const folder = await mkdtemp(join(tmpdir(), 'helpdock-images-'))
    const at = (name: string) => join(folder, name)
    await writeFile(at('a.gif'), moving)
    await writeFile(at('b.png'), await picture().png().toBuffer())
    const done: string[] = []
    await Promise.allSettled([
      madeAnew(at('a.gif'), at('a'), 'image/gif').finally(() => done.push('moving')),
      madeAnew(at('b.png'), at('b'), 'image/png').finally(() => done.push('photo')),
    ])
    await rm(folder, { recursive: true })
    expect(done).toEqual(['photo', 'moving'])
  })

  test('that cannot be read, or unpacks to more pixels than a screen has use for, is refused', async () => {
    const cut = (await picture(300, 300).png().toBuffer()).subarray(0, 200)
    expect((await upload(asMaya, 'cut.png', cut)).json().code).toBe('attachment.damaged')
    const vast = await picture(300, 300).png().toBuffer()
    // Width and height stand behind the mark and the name of the first part, which has a checksum.
    vast.writeUInt32BE(60_000, 16)
    vast.writeUInt32BE(60_000, 20)
    vast.writeUInt32BE(crc32(vast.subarray(12, 29)), 29)
    expect((await upload(asMaya, 'vast.png', vast)).json().code).toBe('attachment.damaged')
  })
})

describe('a file in a ticket', () => {
  test('is the ticket’s from its first message on, with no text at all', async () => {
    const shot = await uploaded(asMaya, 'shot.png', await picture().png().toBuffer())
    const { ticket, message } = await open([shot.id])
    expect(message).toMatchObject({ text: '', attachments: [shot] })
    expect(ticket).toMatchObject({ subject: 'shot.png', lastEntry: { snippet: 'shot.png' } })
    for (const [person, status] of [
      [asMaya, 200],
      [asOmar, 200],
      [asLeo, 404],
      [{ headers: {} }, 401],
    ] as const)
      expect((await addressFor(person, shot.id)).statusCode).toBe(status)
    // A message without either is none.
    await expect(open([])).rejects.toMatchObject({ code: 'request.malformed' })
  })

  test('is in one message only, whole, and its writer’s', async () => {
    const mine = await uploaded(asMaya, 'mine.txt', text('mine'))
    const leos = await uploaded(asLeo, 'leos.txt', text('leo’s'))
    const { id: half } = (await announce(asMaya, 'half.txt', 8)).json()
    const clientId = newClientId()
    const body = { clientId, type: 'question' as const, text: 'Look', attachments: [mine.id] }
    const send = () => server.rules.commit((tx) => server.rules.tickets.open(tx, maya, body))
    const { message } = await send()
    // Sent twice is stored once, its file too.
    expect((await send()).message).toEqual(message)
    for (const ids of [[mine.id], [leos.id], [half], ['att_nothing']])
      await expect(open(ids), String(ids)).rejects.toMatchObject({ code: 'attachment.missing' })
    const twice = await uploaded(asMaya, 'twice.txt', text('twice'))
    await expect(open([twice.id, twice.id])).rejects.toMatchObject({ code: 'attachment.missing' })
    // Nothing of what was refused is kept: it can still be sent.
    expect((await open([twice.id])).message.attachments).toEqual([twice])
    const gone = await server.app.inject({ method: 'DELETE', url: `/api/attachments/${mine.id}`, ...asMaya })
    expect(gone.statusCode).toBe(404)
  })

  test('of a note is read by agents; the contact finds nothing there', async () => {
    const canary = await uploaded(asOmar, 'canary-note.txt', text('only agents'))
    const { ticket } = await open([], 'Hello')
    const heard = server.rules.heardBy(maya.id)
    const body = { clientId: newClientId(), ticketId: ticket.id, text: '', attachments: [canary.id] }
    const { note } = await server.rules.commit((tx) => server.rules.tickets.writeNote(tx, omar, body))
    expect(note.attachments).toEqual([canary])
    expect((await addressFor(asOmar, canary.id)).statusCode).toBe(200)
    expect((await addressFor(asMaya, canary.id)).statusCode).toBe(404)
    expect(JSON.stringify(heard)).not.toContain('canary')
  })

  test('of a message that was deleted is read by agents alone, and named nowhere else', async () => {
    const file = await uploaded(asMaya, 'canary-passport.txt', text('The wrong file'))
    const { ticket, message } = await open([file.id])
    expect((await addressFor(asMaya, file.id)).statusCode, 'the premise').toBe(200)
    const body = { clientId: newClientId(), ticketId: ticket.id, sequence: message.sequence, text: null }
    const after = await server.rules.commit((tx) => server.rules.tickets.reviseAsContact(tx, maya, body))
    expect((await addressFor(asMaya, file.id)).statusCode).toBe(404)
    expect((await addressFor(asOmar, file.id)).statusCode).toBe(200)
    const seen = await asContactSees(server.rules.store.read, [message])
    expect(JSON.stringify([seen, after.ticket])).not.toContain('canary-passport')
  })

  test('goes where its ticket goes when two accounts become one', async () => {
    const file = await uploaded(asMaya, 'old.txt', text('of the old account'))
    const { ticket } = await open([file.id])
    const other = await server.rules.contact('maya-2', 'maya@home.example')
    const asOther = await withSession(other)
    expect((await addressFor(asOther, file.id)).statusCode).toBe(404)
    await server.rules.commit((tx) => server.rules.tickets.change(tx, ticket, { contactId: other.id }))
    expect((await addressFor(asOther, file.id)).statusCode).toBe(200)
    expect((await addressFor(asMaya, file.id)).statusCode).toBe(404)
  })
})

describe('the address of a file', () => {
  test('is a download that no browser runs and no cache keeps', async () => {
    const file = await uploaded(asMaya, 'naïve (1).txt', text('hello'))
    const { url } = (await addressFor(asMaya, file.id)).json()
    const answer = await server.app.inject({ method: 'GET', url })
    expect(answer.body).toBe('hello')
    expect(answer.headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': "attachment; filename*=UTF-8''na%C3%AFve%20%281%29.txt",
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-store',
    })
  })

  test('holds some minutes, for one file, as it was given', async () => {
    const file = await uploaded(asMaya, 'a.txt', text('hello'))
    const other = await uploaded(asMaya, 'b.txt', text('other'))
    const { url } = (await addressFor(asMaya, file.id)).json()
    const get = (url: string) => server.app.inject({ method: 'GET', url })
    expect((await get(url)).statusCode).toBe(200)
    expect((await get(url.replace(file.id, other.id))).statusCode).toBe(404)
    expect((await get(url.replace(/until=\d+/, 'until=9999999999999'))).statusCode).toBe(404)
    const last = url.at(-1) === '0' ? '1' : '0'
    expect((await get(url.slice(0, -1) + last)).statusCode).toBe(404)
    expect((await get(url.replace(/&signature=.*/, ''))).statusCode).toBe(400)
    // Another copy of the server, or this one after a restart, has the same key.
    const [key, again] = await Promise.all(
      [1, 2].map(() => keptSecret(server.rules.store, 'attachment-addresses')),
    )
    expect(key).toEqual(again)
    const elsewhere = addressSigner({ key: again ?? Buffer.alloc(0), now: server.rules.now })
    const [, until = '', signature = ''] = /until=(\d+)&signature=(.*)$/.exec(url) ?? []
    elsewhere.check(file.id, Number(until), signature)
    server.rules.passes(ATTACHMENT_ADDRESS_MS + 1)
    expect((await get(url)).json().code).toBe('attachment.address_ended')
  })
})

test('what was uploaded and never sent is gone after a day, and what was sent stays', async () => {
  const loose = await uploaded(asMaya, 'loose.txt', text('loose'))
  const sent = await uploaded(asMaya, 'sent.txt', text('sent'))
  await open([sent.id])
  expect(await lying()).toEqual(expect.arrayContaining([loose.id, sent.id]))
  server.rules.passes(ATTACHMENT_LOOSE_MS + 1)
  await server.rules.sweep()
  const left = await lying()
  expect(left).toContain(sent.id)
  expect(left).not.toContain(loose.id)
  await expect(open([loose.id])).rejects.toMatchObject({ code: 'attachment.missing' })
})

/** A zip of empty files, as its list of contents says. */
function zipOf(names: string[]): Buffer {
  const local: Buffer[] = []
  const listed: Buffer[] = []
  for (const name of names) {
    const head = Buffer.alloc(30)
    head.writeUInt32LE(0x04034b50)
    head.writeUInt16LE(name.length, 26)
    local.push(head, text(name))
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(name.length, 28)
    listed.push(entry, text(name))
  }
  const [files, contents] = [Buffer.concat(local), Buffer.concat(listed)]
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt32LE(contents.length, 12)
  end.writeUInt32LE(files.length, 16)
  return Buffer.concat([files, contents, end])
}

describe('an agent’s picture', () => {
  const url = '/api/console/me/picture'
  const put = (headers: Record<string, string>, payload: Buffer) =>
    server.app.inject({
      method: 'PUT',
      url,
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      payload,
    })
  const photo = () =>
    sharp({ create: { width: 300, height: 200, channels: 3, background: '#0b6b5d' } })
      .withExif({ IFD3: { GPSLatitude: '52/1 31/1 0/1' } })
      .jpeg()
      .toBuffer()

  test('made anew, square and small; beside what they write, and for anybody to see', async () => {
    const given = await photo()
    expect((await sharp(given).metadata()).exif, 'the premise').toBeDefined()
    const answer = await put(asOmar.headers, given)
    expect(answer.statusCode, answer.body).toBe(200)
    const { picture } = answer.json().agent
    expect(answer.body, 'an address, not the bytes').not.toContain('portrait')
    const seen = await server.app.inject({ method: 'GET', url: picture })
    expect(seen.headers).toMatchObject({ 'content-type': 'image/webp', 'x-content-type-options': 'nosniff' })
    const { width, height, exif } = await sharp(seen.rawPayload).metadata()
    expect({ width, height, exif }).toEqual({ width: 128, height: 128, exif: undefined })

    const { ticket } = await open([], 'Who are you?')
    const now = await server.rules.store.read.agents.find(omar.id)
    const body = { clientId: newClientId(), ticketId: ticket.id, text: 'Omar.' }
    const told = await server.rules.commit((tx) => server.rules.tickets.sendAsAgent(tx, now ?? omar, body))
    expect(told.message.author).toMatchObject({ name: 'Omar', picture })

    expect((await server.app.inject({ method: 'DELETE', url, ...asOmar })).json().agent).not.toHaveProperty(
      'picture',
    )
    expect((await server.app.inject({ method: 'GET', url: picture })).statusCode).toBe(404)
  })

  test('nobody else’s doing, and nothing but an image', async () => {
    expect((await put(asMaya.headers, await photo())).statusCode).toBe(401)
    expect((await put({ ...asOmar.headers, origin: HOST_PAGE }, await photo())).statusCode).toBe(403)
    const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    expect((await put(asOmar.headers, page)).json()).toMatchObject({ code: 'attachment.kind' })
    const cut = (await photo()).subarray(0, 200)
    expect((await put(asOmar.headers, cut)).json()).toMatchObject({ code: 'attachment.damaged' })
    expect((await put(asOmar.headers, Buffer.alloc(300 * 1024))).statusCode).toBe(413)
    expect((await server.rules.store.read.agents.find(omar.id))?.picture).toBeUndefined()
  })
})
