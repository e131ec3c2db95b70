// What admins set for the whole desk, over HTTP: each with the mark by which a change on an older state is noticed, who changed
// it, and when. Partner: server/settings/.

import Type, { type Static } from 'typebox'
import { BRAND_NAME_MAX_CHARS, GREETING_MAX_CHARS, ORIGIN_MAX_CHARS, ORIGINS } from '../limits.ts'

const closed = { additionalProperties: false }
/** 0 while nobody has set any. */
export const Version = Type.Integer({ minimum: 0 })
export const changed = {
  version: Version,
  changedBy: Type.Union([Type.String(), Type.Null()]),
  changedAt: Type.Union([Type.String(), Type.Null()]),
}

/** Pages that may carry the widget and speak with this server from a browser. */
export const OriginsState = Type.Object({
  fixed: Type.Array(Type.String(), { description: 'Of the server and of ALLOWED_ORIGINS: always there' }),
  added: Type.Array(Type.String(), { description: 'Set here' }),
  ...changed,
})
export type OriginsState = Static<typeof OriginsState>
export const OriginsChange = Type.Object(
  {
    version: Version,
    added: Type.Array(Type.String({ maxLength: ORIGIN_MAX_CHARS }), { maxItems: ORIGINS }),
  },
  closed,
)
export type OriginsChange = Static<typeof OriginsChange>

const Words = (maxLength: number) => Type.Union([Type.String({ maxLength }), Type.Null()])
const look = {
  name: Words(BRAND_NAME_MAX_CHARS),
  greeting: Words(GREETING_MAX_CHARS),
  accent: Type.Union([Type.String({ maxLength: 20, description: '#rrggbb' }), Type.Null()]),
}

/** What the help center and the widget are called, say first and wear; null where they are as they come. */
export const BrandState = Type.Object({
  ...look,
  logo: Type.Union([Type.String({ description: 'Its address' }), Type.Null()]),
  ...changed,
})
export type BrandState = Static<typeof BrandState>
/** The logo stays: it comes and goes by a route of its own, as bytes. */
export const BrandChange = Type.Object({ version: Version, ...look }, closed)
export type BrandChange = Static<typeof BrandChange>
