// What a ticket of a type asks of who opens it, as clients get it: in the reader's language. Partners: answers.ts, which judges
// what was typed; server/ticket-types/, which reads the file that says it.

import Type, { type Static } from 'typebox'
import { ArticleSummary } from './articles.ts'
import { FieldKind, Identity, OneOf } from './entities.ts'

/** Icons that a type may have; each program draws them from the kit. */
export const TypeIcon = OneOf(
  'chat',
  'alert',
  'merge',
  'search',
  'document',
  'mail',
  'person',
  'clock',
  'lock',
)
export type TypeIcon = Static<typeof TypeIcon>

export const Priority = OneOf('low', 'normal', 'high', 'urgent')
export type Priority = Static<typeof Priority>

export const FormField = Type.Object({
  name: Type.String(),
  kind: FieldKind,
  label: Type.String(),
  hint: Type.Optional(Type.String()),
  required: Type.Optional(Type.Boolean()),
  first: Type.Optional(Type.Boolean({ description: 'Asked before the others: it solves most cases' })),
  lines: Type.Optional(Type.Integer({ description: 'Of a text: a field of so many lines' })),
  most: Type.Optional(Type.Integer({ description: 'Of files: so many; one otherwise' })),
  options: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: Type.String() }))),
  object: Type.Optional(
    Type.String({ description: 'Which things of the host are offered; typed where it names none' }),
  ),
})
export type FormField = Static<typeof FormField>

export const TicketForm = Type.Object({
  name: Type.String(),
  label: Type.String(),
  icon: TypeIcon,
  about: Type.Optional(Type.String({ description: 'One sentence above the form' })),
  guests: Type.Boolean({ description: 'Whether guests may open one' }),
  fields: Type.Array(FormField),
  message: Type.Object({
    label: Type.Optional(Type.String()),
    hint: Type.Optional(Type.String()),
    required: Type.Optional(Type.Boolean()),
  }),
  mergeFrom: Type.Optional(
    Type.String({ description: 'Field with an address; its account can be merged instead' }),
  ),
  articles: Type.Array(ArticleSummary, { description: 'To read before it is sent' }),
})
export type TicketForm = Static<typeof TicketForm>

/** The same as agents have it. */
export const DeskTicketForm = Type.Object({
  ...TicketForm.properties,
  team: Type.Optional(Type.String()),
  archived: Type.Optional(Type.Literal(true, { description: 'Its tickets go on, and nobody opens another' })),
  mayOpen: Type.Array(Identity, { description: 'For whom it is, also where an agent opens it' }),
  proof: Type.Optional(OneOf('address', 'fresh')),
  macros: Type.Array(Type.String(), { description: 'Names of macros that are offered first' }),
})
export type DeskTicketForm = Static<typeof DeskTicketForm>

/** GET /api/ticket-types?locale=: what this reader may open, in the order in which it is offered. */
export const TicketTypesAnswer = Type.Object({ types: Type.Array(TicketForm) })
export type TicketTypesAnswer = Static<typeof TicketTypesAnswer>
