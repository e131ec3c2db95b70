// Figures over tickets and over the help center, as GET /api/console/reports and …/deflection answer. All of them are counts,
// sums and middles: nothing in them leads to a person who asked. What each means stands in console/strings/reports.ts.

import Type, { type Static } from 'typebox'
import { FeedbackAnswer } from '../articles.ts'
import { PROMISES } from './promises.ts'

const closed = { additionalProperties: false }
const Day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$', description: 'YYYY-MM-DD, on the desk’s clock' })

export const ReportSpan = Type.Object({ from: Day, to: Day }, closed)
export type ReportSpan = Static<typeof ReportSpan>

/** Both days count. What is not named is not narrowed; `nobody` is an agent, `none` a team. */
export const ReportQuery = Type.Object(
  {
    ...ReportSpan.properties,
    type: Type.Optional(Type.String({ maxLength: 40 })),
    team: Type.Optional(Type.String({ maxLength: 80 })),
    agent: Type.Optional(Type.String({ maxLength: 64 })),
  },
  closed,
)
export type ReportQuery = Static<typeof ReportQuery>

const Middle = Type.Union([Type.Integer(), Type.Null()], {
  description: 'In milliseconds; null where there are none',
})
const Kept = Type.Object({ kept: Type.Integer(), missed: Type.Integer() })

export const Figures = Type.Object({
  opened: Type.Integer(),
  solved: Type.Integer(),
  replied: Type.Integer({ description: 'Of those opened: how many an agent has answered' }),
  firstReplyMs: Middle,
  solutionMs: Middle,
  promises: Type.Object(
    Object.fromEntries(PROMISES.map((name) => [name, Kept])) as Record<
      (typeof PROMISES)[number],
      typeof Kept
    >,
  ),
  rated: Type.Integer(),
  satisfied: Type.Integer({ description: 'Of those rated: four or five of five' }),
})
export type Figures = Static<typeof Figures>

const Row = Type.Object({ key: Type.String(), figures: Figures })
export const ReportAnswer = Type.Object({
  zone: Type.String({ description: 'The clock of days and hours: the desk’s' }),
  total: Figures,
  days: Type.Array(Row, { description: 'All of them, in order; the key is the day' }),
  hours: Type.Array(Row, { description: '24, by when tickets were opened; the key is the hour' }),
  types: Type.Array(Row),
  teams: Type.Array(Row, { description: 'The key is the team’s name, or `none`' }),
  agents: Type.Array(Type.Object({ ...Row.properties, name: Type.String() }), {
    description: 'By who has the ticket; the key is an id, or `nobody`',
  }),
})
export type ReportAnswer = Static<typeof ReportAnswer>

export const DeflectionAnswer = Type.Object({
  zone: Type.String(),
  searches: Type.Object({
    found: Type.Integer({ description: 'After which an article was opened' }),
    nothing: Type.Integer({ description: 'That found nothing' }),
  }),
  tickets: Type.Object({
    opened: Type.Integer(),
    afterReading: Type.Integer({ description: 'Whose writer had read an article before' }),
    afterSearching: Type.Integer(),
  }),
  days: Type.Array(
    Type.Object({
      key: Type.String(),
      found: Type.Integer(),
      nothing: Type.Integer(),
      opened: Type.Integer(),
    }),
  ),
  unanswered: Type.Array(
    Type.Object({
      query: Type.String(),
      times: Type.Integer({ description: 'How often it found nothing' }),
      beforeTickets: Type.Integer({
        description: 'Tickets whose writer had looked for it last, and said of nothing read that it helped',
      }),
      newestAt: Type.String(),
      now: Type.Union([Type.Object({ slug: Type.String(), title: Type.String() }), Type.Null()], {
        description: 'What search is sure of for it since',
      }),
    }),
    { description: 'The commonest first' },
  ),
  articles: Type.Array(
    Type.Object({
      slug: Type.String(),
      title: Type.String(),
      yes: Type.Integer(),
      partly: Type.Integer(),
      no: Type.Integer(),
      beforeTickets: Type.Integer({ description: 'Tickets whose writer had read it' }),
      comments: Type.Array(
        Type.Object({ answer: FeedbackAnswer, comment: Type.String(), at: Type.String() }),
        { description: 'What was missing, newest first' },
      ),
    }),
    { description: 'Those that helped least first' },
  ),
})
export type DeflectionAnswer = Static<typeof DeflectionAnswer>
