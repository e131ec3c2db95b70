// When people answer: what an admin sets, and what follows from it for everybody else. Times of day are the desk's own
// (`zone`), openings are instants, so that each reader sees them on their own clock. Partner: openings.ts, the arithmetic.

import Type, { type Static } from 'typebox'
import { OPTIONAL_LETTERS } from './letters.ts'
import { HOLIDAY_NAME_MAX_CHARS, HOLIDAYS, SPANS_OF_DAY, ZONE_MAX_CHARS } from './limits.ts'

const closed = { additionalProperties: false }

export const Span = Type.Object(
  {
    from: Type.String({ maxLength: 5, description: 'A time of day, HH:MM' }),
    to: Type.String({ maxLength: 5, description: 'Later that day, HH:MM; 24:00 is midnight' }),
  },
  closed,
)
export type Span = Static<typeof Span>
const Spans = Type.Array(Span, { maxItems: SPANS_OF_DAY, description: 'In order, apart; none: closed' })

export const OpeningHours = Type.Object(
  {
    zone: Type.String({ maxLength: ZONE_MAX_CHARS, description: 'IANA name, as Europe/Madrid' }),
    week: Type.Array(Spans, { minItems: 7, maxItems: 7, description: 'Monday first' }),
    holidays: Type.Array(
      Type.Object(
        {
          date: Type.String({ maxLength: 10, description: 'YYYY-MM-DD' }),
          name: Type.String({ maxLength: HOLIDAY_NAME_MAX_CHARS }),
          spans: Spans,
        },
        closed,
      ),
      { maxItems: HOLIDAYS, description: 'Days that are unlike their weekday' },
    ),
  },
  closed,
)
export type OpeningHours = Static<typeof OpeningHours>
export type Holiday = OpeningHours['holidays'][number]

/** The hours with the mark by which a change on an older state is noticed. */
export const HoursState = Type.Object({
  version: Type.Integer({ description: '0 while nobody has set any' }),
  hours: Type.Union([OpeningHours, Type.Null()]),
  changedBy: Type.Union([Type.String(), Type.Null()]),
  changedAt: Type.Union([Type.String(), Type.Null()]),
})
export type HoursState = Static<typeof HoursState>

export const Opening = Type.Object({ opensAt: Type.String(), closesAt: Type.String() })
export type Opening = Static<typeof Opening>

/** What may be promised to who writes. Made of stored facts alone: the same within an hour, but for replies that came in it and what admins set. */
export const Availability = Type.Object({
  from: Type.String({ description: 'Beginning of the hour for which it was made' }),
  openings: Type.Union([Type.Array(Opening), Type.Null()], {
    description: 'The present one, if there is one, and those that follow; null where no hours are set',
  }),
  waitsMs: Type.Array(Type.Union([Type.Integer(), Type.Null()]), {
    description:
      'For each hour after `from`: the median first reply of that hour of the week, rounded up; null, or nothing at all, where past replies are too few',
  }),
  unmailed: Type.Optional(
    Type.Array(Type.Enum([...OPTIONAL_LETTERS]), {
      description: 'Letters that are switched off, where some are: nobody may be promised one',
    }),
  ),
})
export type Availability = Static<typeof Availability>
