// Commands about saved views, and counts. Partners: server/chat/commands/views.ts, which answers them; protocol/desk/filters.ts.

import Type from 'typebox'
import { SavedView, TicketFilter, ViewFields } from '../desk/filters.ts'
import { VIEWS_COUNTED } from '../limits.ts'
import { body, Done, Id } from './fields.ts'

export const viewCommandsOfDesks = {
  'tickets.count': {
    body: body({ filters: Type.Array(TicketFilter, { maxItems: VIEWS_COUNTED }) }),
    answer: Type.Object({
      counts: Type.Array(Type.Union([Type.Integer(), Type.Null()]), {
        description:
          'In the order of the filters; above 5,000 there are more than that, null could not be counted in time',
      }),
    }),
  },
  'view.save': {
    body: body({
      viewId: Type.Optional(Type.String({ ...Id, description: 'Absent where it is new' })),
      version: Type.Optional(Type.Integer({ minimum: 1, description: 'Of the view that was changed' })),
      view: ViewFields,
    }),
    answer: Type.Object({ view: SavedView }),
  },
  'view.move': {
    body: body({ viewId: Id, place: Type.Integer({ minimum: 0 }) }),
    answer: Type.Object({ view: SavedView }),
  },
  'view.remove': { body: body({ viewId: Id }), answer: Done },
} as const
