// Who a mail is from is shown by its domain's own signature and word, or not at all.

import { generateKeyPairSync } from 'node:crypto'
import { dkimSign } from 'mailauth/lib/dkim/sign.js'
import { expect, test } from 'vitest'
import { senderProof } from '../../server/email/inbound/sender-proof.ts'

const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'der' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const KEY = [[`v=DKIM1; k=rsa; p=${publicKey.toString('base64')}`]]
const NAMES: Record<string, string[][]> = {
  's1._domainkey.school.example': KEY,
  's1._domainkey.evil.example': KEY,
  's1._domainkey.silent.example': KEY,
  '_dmarc.school.example': [['v=DMARC1; p=reject']],
  '_dmarc.evil.example': [['v=DMARC1; p=none']],
}
const isShown = senderProof(async (name, type) => {
  const found = type === 'TXT' ? NAMES[name] : undefined
  if (!found) throw Object.assign(new Error(`${name} ${type}`), { code: 'ENOTFOUND' })
  return found
})

const letter = (from: string, text = 'It is there.') =>
  `From: ${from}\r\nTo: help@northfield.edu\r\nSubject: Re: Hello\r\nMessage-ID: <1@school.example>\r\n\r\n${text}\r\n`
async function signed(raw: string, signingDomain: string, maxBodyLength?: number): Promise<string> {
  const { signatures } = await dkimSign(Buffer.from(raw), {
    signatureData: [{ signingDomain, selector: 's1', privateKey, ...(maxBodyLength && { maxBodyLength }) }],
  })
  return signatures + raw
}
const shows = async (raw: string, address = 'noor@school.example') =>
  (await isShown(Buffer.from(raw), address)).isShown

test('signed by the domain that people read', async () => {
  expect(await shows(await signed(letter('Noor <noor@school.example>'), 'school.example'))).toBe(true)
  // Another server has handed it on, and put its own line above.
  const forwarded = `Received: from lists.example\r\n${await signed(letter('noor@school.example'), 'school.example')}`
  expect(await shows(forwarded)).toBe(true)
})

test.each([
  ['nothing is signed', async () => letter('noor@school.example')],
  ['another domain signs', () => signed(letter('noor@school.example'), 'evil.example')],
  [
    'the text is another one',
    async () => (await signed(letter('noor@school.example'), 'school.example')).replace('there', 'gone'),
  ],
  [
    'the domain says nothing of whom it sends as',
    () => signed(letter('noor@silent.example'), 'silent.example'),
  ],
  [
    'the signature ends before the text does',
    async () => `${await signed(letter('noor@school.example'), 'school.example', 10)}And this.\r\n`,
  ],
  ['it is from somebody else of them', () => signed(letter('eve@school.example'), 'school.example')],
  [
    'there are two senders',
    async () => `From: eve@evil.example\r\n${await signed(letter('noor@school.example'), 'school.example')}`,
  ],
])('not shown: %s', async (_why, make) => {
  expect(await shows(await make())).toBe(false)
})

test('not shown: the names cannot be asked', async () => {
  const away = senderProof(() => Promise.reject(new Error('no network')))
  const raw = Buffer.from(await signed(letter('noor@school.example'), 'school.example'))
  expect(await away(raw, 'noor@school.example')).toMatchObject({ isShown: false })
})
