// Of what is done to tickets as a whole: why something was refused. The dialogs bring it along, which come behind the desk. Partner: reasons.ts.

import { learnReasons } from './reasons.ts'

learnReasons({
  'team.unknown': 'This team no longer exists.',
  'tags.too_many': 'A ticket has at most twenty tags.',
  'snooze.time': 'That time has passed, or is more than a year away.',
  'ticket.merge_under_way': 'Its account merge is under way: see the merge review.',
})
