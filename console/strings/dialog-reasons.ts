// Why something was refused that takes a while to be tried: the dialogs bring it along, which come as soon as the desk is there. Partner: reasons.ts.

import { type Denial, learnReasons } from './reasons.ts'

export const gone: Denial = 'The ticket was not changed.'

learnReasons({
  'team.unknown': 'This team no longer exists.',
  'tags.too_many': 'A ticket has at most twenty tags.',
  'snooze.time': 'That time has passed, or is more than a year away.',
  'ticket.merge_under_way': 'Its account merge is under way: see the merge review.',
  'draft.too_many': 'Too many drafts are saved already. Send or empty some of them.',
  'message.too_late': 'A message can only be changed for five minutes after it was sent.',
  'client_id.reused': 'The same message was sent before with another text. Take it back and send it again.',
})
