// What types of tickets and their forms are made of: in ticket-types.yaml, and as admins set them in the console in its place.
// docs/ticket-types.md says the same in tables; a test compares the two. Partner: server/ticket-types/faults.ts, what no schema can say.

import Type, { type Static } from 'typebox'
import { SlaEntry } from '../desk/sla-policies.ts'
import { FieldKind } from '../entities.ts'
import { ATTACHMENTS_OF_MESSAGE, FORM_FIELDS, TYPE_ARTICLES, TYPE_MACROS } from '../limits.ts'
import { Priority, TypeIcon } from '../ticket-types.ts'
import { PLAIN_TYPE } from '../type-names.ts'
import { changed, Version } from './settings.ts'

const closed = { additionalProperties: false }
/** Of a chip, a heading, a line of a list. */
const LABEL_MAX_CHARS = 80
const SENTENCE_MAX_CHARS = 300
const TYPES_MAX = 40
const OPTIONS_MAX = 30

/** A text, or one for each language. */
export type Words = string | Record<string, string>
const Words = (maxLength: number, description: string) =>
  Type.Union(
    [
      Type.String({ minLength: 1, maxLength }),
      Type.Record(
        Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' }),
        Type.String({ minLength: 1, maxLength }),
        { minProperties: 1, additionalProperties: false },
      ),
    ],
    { description },
  )
const Name = (description: string) =>
  Type.String({ pattern: '^[a-z][a-z0-9_]*$', maxLength: 40, description })

export const FieldEntry = Type.Object(
  {
    name: Name('Its name in answers; never change it once tickets have it.'),
    kind: Type.Unsafe<Static<typeof FieldKind>>({
      ...FieldKind,
      description:
        '`text`, `choice`, `date`, `email`, `file`, or `object`: one of the contact’s things that the host names.',
    }),
    label: Words(SENTENCE_MAX_CHARS, 'What is asked, as a person would say it.'),
    hint: Type.Optional(Words(SENTENCE_MAX_CHARS, 'Under the field: where to find it, why it is asked.')),
    required: Type.Optional(Type.Boolean({ description: 'The form is not sent without it.' })),
    first: Type.Optional(
      Type.Boolean({ description: 'Asked on a step of its own before the rest: it solves most cases.' }),
    ),
    lines: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10,
        description: 'Of a `text`: the height of its field; default 1.',
      }),
    ),
    most: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: ATTACHMENTS_OF_MESSAGE,
        description: 'Of a `file`: how many; default 1. All of a form together: five.',
      }),
    ),
    options: Type.Optional(
      Type.Array(
        Type.Object(
          {
            value: Name('Its name in answers.'),
            label: Words(LABEL_MAX_CHARS, 'As people read it.'),
          },
          closed,
        ),
        { minItems: 2, maxItems: OPTIONS_MAX, description: 'Of a `choice`: `value` and `label` of each.' },
      ),
    ),
    object: Type.Optional(Name('Of an `object`: the host’s word for such things, such as `rotation`.')),
  },
  closed,
)
export type FieldEntry = Omit<Static<typeof FieldEntry>, 'label' | 'hint' | 'options'> & {
  label: Words
  hint?: Words
  options?: { value: string; label: Words }[]
}

export const TypeEntry = Type.Object(
  {
    name: Name('Its name on tickets; never change it once there are some.'),
    label: Words(LABEL_MAX_CHARS, 'As people choose it: “My rotation is missing”.'),
    icon: Type.Unsafe<Static<typeof TypeIcon>>({
      ...TypeIcon,
      description: '`chat`, `alert`, `merge`, `search`, `document`, `mail`, `person`, `clock` or `lock`.',
    }),
    about: Type.Optional(Words(SENTENCE_MAX_CHARS, 'One sentence above the form.')),
    archived: Type.Optional(
      Type.Boolean({ description: 'Offered to nobody any more; its tickets go on and keep its name.' }),
    ),
    may_open: Type.Optional(
      Type.Array(Type.Enum(['verified', 'guest']), {
        minItems: 1,
        uniqueItems: true,
        description: '`verified` (the host vouches for them), `guest` (a mailed code); default both.',
      }),
    ),
    proof: Type.Optional(
      Type.Enum(['address', 'fresh'], {
        description:
          'What else is proved: `address`, the contact’s e-mail address is confirmed; `fresh`, the host vouched at most ten minutes ago (then for verified contacts only).',
      }),
    ),
    fields: Type.Optional(
      Type.Array(FieldEntry, { maxItems: FORM_FIELDS, description: 'What the form asks, in its order.' }),
    ),
    message: Type.Optional(
      Type.Object(
        {
          label: Type.Optional(Words(LABEL_MAX_CHARS, 'Above the free text; default “Your message”.')),
          hint: Type.Optional(Words(SENTENCE_MAX_CHARS, 'Inside it while it is empty.')),
          required: Type.Optional(Type.Boolean({ description: 'The form is not sent without it.' })),
        },
        { ...closed, description: 'The free text that every form ends with: `label`, `hint`, `required`.' },
      ),
    ),
    merge_from: Type.Optional(
      Name(
        'An `email` field: where its address is not the contact’s own, a merge with it is offered instead.',
      ),
    ),
    articles: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
        maxItems: TYPE_ARTICLES,
        description: 'Slugs of articles to read before it is sent.',
      }),
    ),
    team: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: LABEL_MAX_CHARS,
        description: 'For whom it is; agents read it.',
      }),
    ),
    priority: Type.Optional(
      Type.Unsafe<Static<typeof Priority>>({
        ...Priority,
        description: '`low`, `normal`, `high` or `urgent`; agents read it. Default `normal`.',
      }),
    ),
    sla: Type.Optional(
      Type.Unsafe<SlaEntry>({
        ...SlaEntry,
        description: 'What its tickets are promised; what it does not say is as the file’s own `sla` says.',
      }),
    ),
    macros: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: LABEL_MAX_CHARS }), {
        maxItems: TYPE_MACROS,
        description: 'Names of macros to offer first, beside its tickets.',
      }),
    ),
  },
  closed,
)
export type TypeEntry = Omit<Static<typeof TypeEntry>, 'label' | 'about' | 'fields' | 'message'> & {
  label: Words
  about?: Words
  fields?: FieldEntry[]
  message?: { label?: Words; hint?: Words; required?: boolean }
}

export const TypesFile = Type.Object(
  {
    locale: Type.Optional(
      Type.String({
        pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$',
        description: 'The language of words that stand alone, and the one that agents read. Default `en`.',
      }),
    ),
    sla: Type.Optional(
      Type.Unsafe<SlaEntry>({
        ...SlaEntry,
        description: 'What every ticket is promised whose type says nothing else.',
      }),
    ),
    types: Type.Array(TypeEntry, {
      minItems: 1,
      maxItems: TYPES_MAX,
      description: 'The types, in the order in which they are offered.',
    }),
  },
  closed,
)
export interface TypesFile {
  locale?: string
  sla?: SlaEntry
  types: TypeEntry[]
}

// ---- as admins set them

/** Without what is promised, which is set apart. */
const ownEntry = Type.Omit(TypeEntry, ['sla'])
const kept = {
  locale: TypesFile.properties.locale,
  types: Type.Array(ownEntry, { minItems: 1, maxItems: TYPES_MAX }),
}
/** A form that was set in the console. */
export type KeptTypes = Pick<TypesFile, 'locale' | 'types'>

export const TypesState = Type.Object({
  isSetHere: Type.Boolean({ description: 'Else what ticket-types.yaml says holds, and is what stands here' }),
  locale: Type.String({ description: 'In which agents read; words that stand alone are in it' }),
  types: kept.types,
  ...changed,
})
export type TypesState = Omit<Static<typeof TypesState>, 'types'> & { types: TypeEntry[] }
export const TypesChange = Type.Object({ version: Version, ...kept }, closed)

export const DEFAULT_LOCALE = 'en'
/** Without a file people write plain messages, as before there were forms. */
export const NO_FILE: TypesFile = { types: [{ name: PLAIN_TYPE, icon: 'chat', label: 'Question' }] }
