// Of account merges: why something was refused. The review brings it along. Partner: reasons.ts.

import { learnReasons } from './reasons.ts'

learnReasons({
  'merge.wrong_state': 'The request was decided or stopped meanwhile.',
  'merge.undecided': 'A choice between the two accounts is still open.',
  'merge.no_undo':
    'This merge cannot be undone: the host does not support it, or the time for it has passed.',
  'merge.no_account': 'The host did not describe the two accounts that were proved.',
  'merge.same_account': 'Both addresses belong to the same account at the host.',
  'merge.preview_changed': 'The accounts changed since you looked. Look again.',
})
