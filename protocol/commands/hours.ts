// Commands about opening hours: admins set them, everybody hears what follows from them. Partners:
// server/chat/commands/hours.ts, which answers them; protocol/hours.ts.

import Type from 'typebox'
import { HoursState, OpeningHours } from '../hours.ts'
import { body } from './fields.ts'

export const hoursCommandsOfDesks = {
  'hours.read': { body: body({}), answer: Type.Object({ hours: HoursState }) },
  'hours.set': {
    body: body({
      version: Type.Integer({ minimum: 0, description: 'Of the state that was changed' }),
      hours: Type.Union([OpeningHours, Type.Null()], { description: 'null takes them away' }),
    }),
    answer: Type.Object({ hours: HoursState }),
  },
} as const
