// Of log-ins and settings: why something was refused. Whoever shows such a page brings it along. Partner: reasons.ts.

import { learnReasons } from './reasons.ts'

learnReasons({
  'agent.last_admin': 'At least one admin must remain: make somebody else an admin first.',
  'agent.exists': 'Somebody at this desk has this address already.',
  'invitation.ended': 'The invitation was used, withdrawn or has expired.',
  'password.wrong': 'This is not your current password.',
  'code.wrong': 'That is not the current code.',
  'second_factor.is_on': 'There is one already. Switch it off first.',
  'second_factor.is_required': 'This desk requires a second factor of everybody.',
  'setting.changed': 'Somebody else changed this meanwhile; you see what they made of it.',
  'brand.invalid': 'The server does not take this colour.',
  'mail.invalid': 'The server does not take this sender.',
  'origin.invalid': 'The server does not take this site.',
  'delivery.not_repeated':
    'It is on its way, or belongs to an account merge, which is asked for again on its ticket.',
  'retention.invalid': 'The server does not take this.',
  'rule.changed': 'It was changed meanwhile, or another dry run was started. Look again.',
  'rule.invalid': 'The server does not take this rule.',
  'rule.not_tried': 'It was not tried as it stands. Try it first.',
  'macro.changed': 'Somebody else changed this macro meanwhile.',
  'macro.invalid': 'The server does not take this macro.',
  'team.changed': 'Somebody else changed this team meanwhile.',
  'team.invalid': 'Somebody in it is no longer at this desk.',
  'hours.changed': 'Somebody else saved other hours meanwhile.',
  'hours.invalid': 'The server does not take these hours.',
})
