// What a browser sends: who is logged in (a signed cookie) and forms. A form is taken only from our own pages.

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Account, findAccount, type PortalData } from './portal.ts'

const COOKIE = 'wardway'
/** A long shift. */
const LOG_IN_MS = 12 * 60 * 60_000
/** No form here is longer. */
const FORM_MAX_BYTES = 32 * 1024

export function loggedIn(request: FastifyRequest, data: PortalData, now: Date): Account | undefined {
  const [id = '', at = '', mac = ''] = cookieOf(request).split('.')
  if (!sameText(mac, macOf(data, id, at))) return undefined
  const since = Number(at)
  const account = findAccount(data, id)
  const counts =
    account &&
    !account.mergedInto &&
    since + LOG_IN_MS > now.getTime() &&
    since >= Date.parse(account.logInsFrom)
  return counts ? account : undefined
}

export function logIn(
  reply: FastifyReply,
  data: PortalData,
  account: Account,
  now: Date,
  secure: boolean,
): void {
  const at = String(now.getTime())
  setCookie(
    reply,
    `${account.externalId}.${at}.${macOf(data, account.externalId, at)}`,
    LOG_IN_MS / 1000,
    secure,
  )
}

export function logOut(reply: FastifyReply, secure: boolean): void {
  setCookie(reply, '', 0, secure)
}

/** Forms become URLSearchParams, JSON stays the text that was signed. */
export function takeForms(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: FORM_MAX_BYTES },
    (_request, body, done) => done(null, new URLSearchParams(String(body))),
  )
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) =>
    done(null, body),
  )
}

/** SameSite keeps the cookie from other sites' forms; this keeps the forms themselves out. */
export function isOwnForm(request: FastifyRequest): boolean {
  const { origin, host } = request.headers
  return URL.canParse(origin ?? '') && new URL(origin ?? '').host === host
}

/** A field of the form, trimmed and not longer than `max` characters. */
export function field(request: FastifyRequest, name: string, max = 254): string {
  const form = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
  return (form.get(name) ?? '').trim().slice(0, max)
}

function cookieOf(request: FastifyRequest): string {
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim())
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? ''
}

function setCookie(reply: FastifyReply, value: string, maxAgeS: number, secure: boolean): void {
  const attributes = `Path=/demo; HttpOnly; SameSite=Lax; Max-Age=${maxAgeS}${secure ? '; Secure' : ''}`
  reply.header('set-cookie', `${COOKIE}=${value}; ${attributes}`)
}

function macOf({ cookieKey }: PortalData, id: string, at: string): string {
  return createHmac('sha256', Buffer.from(cookieKey, 'base64')).update(`${id}.${at}`).digest('base64url')
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
