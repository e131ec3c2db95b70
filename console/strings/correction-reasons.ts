// Of answers that an agent puts right: why something was refused. The dialog brings it along. Partner: reasons.ts.

import { learnReasons } from './reasons.ts'

learnReasons({
  'answers.invalid': 'An answer does not fit the form. Reload the page to see the form as it is now.',
  'ticket_type.unknown': 'The form of this ticket no longer exists, so its answers stay as they are.',
})
