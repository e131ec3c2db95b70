// The words of log-ins: one's own, the others', and of the steps before the desk.

import type { AccessEvent, RosterAgent } from '../../protocol/access.ts'
import type { Role } from '../../protocol/entities.ts'

const roles: Record<Role, string> = { agent: 'Agent', editor: 'Editor', admin: 'Admin' }
const events: Record<AccessEvent, string> = {
  'agent.invited': 'invited',
  'invitation.withdrawn': 'withdrew the invitation of',
  'agent.joined': 'accepted the invitation',
  'agent.linked': 'logged in with the school’s own log-in for the first time',
  'agent.roles_changed': 'changed the roles of',
  'agent.disabled': 'disabled the log-in of',
  'agent.enabled': 'enabled the log-in of',
  'password.changed': 'changed the password',
  'sessions.ended': 'ended the sessions of',
  'second_factor.on': 'set up a second factor',
  'second_factor.off': 'removed the second factor',
  'second_factor.reset': 'removed the second factor of',
  'recovery_code.used': 'logged in with a recovery code',
  'recovery_codes.renewed': 'made new recovery codes',
  'second_factor.required': 'asks a second factor of everybody',
  'second_factor.optional': 'leaves the second factor to each agent',
}

export const access = {
  notRead: 'This could not be read',
  notDone: 'That was not done.',

  // one's own
  password: 'Password',
  passwordHint: 'Whoever logged in with the old one is out once you change it.',
  noPassword: 'You log in with the school’s own log-in; its password is changed there.',
  changePassword: 'Change password',
  currentPassword: 'Current password',
  newPassword: 'New password',
  newPasswordHint: (least: number) =>
    `${least} characters or more. A sentence of yours is better than signs.`,
  passwordMissing: 'Type your current password.',
  passwordWrong: 'This is not your current password.',
  passwordShort: (least: number) => `At least ${least} characters.`,
  passwordChanged: 'Your password is changed, and your other sessions have ended.',
  save: 'Save',

  factor: 'Second factor',
  factorHint:
    'A code from an app on your phone, asked after the password. Whoever learns the password alone stays out.',
  factorOffState: 'Off',
  factorOnState: (since: string) => `On since ${since}`,
  codesLeft: (left: number) =>
    left === 1 ? 'One recovery code is left.' : `${left} recovery codes are left.`,
  factorMust: 'This desk asks it of everybody, so it cannot be switched off.',
  setUp: 'Set up',
  turnOff: 'Switch off',
  newCodes: 'New recovery codes',
  factorOff: 'The second factor is switched off.',
  confirmTitle: {
    setUp: 'Set up a second factor',
    turnOff: 'Switch off the second factor',
    newCodes: 'New recovery codes',
  },
  confirmText: {
    setUp: 'First your password: whoever finds your desk open does not know it.',
    turnOff: 'From then on your password alone opens your log-in.',
    newCodes: 'The codes that you have now will not open anything any more.',
  },
  goOn: 'Continue',
  scan: 'Scan this with an app for codes, such as the one that your school recommends.',
  qr: 'QR code for the app',
  cannotScan: 'It cannot be scanned? Type this key into the app:',
  typeCode: 'Code in the app',
  typeCodeHint: 'Six digits, new each half minute.',
  codeWrong: 'This is not the code of this moment. Look again, and check that your phone’s clock is right.',
  confirm: 'Confirm',
  codesTitle: 'Keep these recovery codes',
  codesText:
    'Each opens your log-in once, if you do not have your phone. They are shown now and never again.',
  copy: 'Copy',
  copied: 'Copied.',
  download: 'Download',
  codesFile: 'helpdock-recovery-codes.txt',
  codesKept: 'I have kept them',

  sessions: 'Where you are logged in',
  thisOne: 'This one',
  sessionMeta: (network: string, used: string) => `${network} · used ${used}`,
  sessionSince: (since: string) => `Since ${since}`,
  endSession: 'Log out there',
  endSessionOn: (device: string) => `Log out there: ${device}`,
  endOthers: 'Log out everywhere else',
  sessionEnded: 'That session has ended.',
  othersEnded: 'All other sessions have ended.',
  justNow: 'just now',

  // the others'
  atDesk: 'At this desk',
  invite: 'Invite somebody',
  inviteTitle: 'Invite somebody to the desk',
  inviteText: 'They get a mail with a link that opens once, within seven days, and choose a password.',
  name: 'Name',
  nameMissing: 'Type their name.',
  email: 'E-mail address',
  emailWrong: 'This is not an address that can be written to.',
  emailTaken: 'Somebody at this desk has this address already.',
  roles,
  rolesLegend: 'Roles',
  roleHints: {
    agent: 'Answers tickets.',
    editor: 'Writes articles.',
    admin: 'Sets everything up, and may whatever the others may.',
  } satisfies Record<Role, string>,
  rolesMissing: 'Choose at least one role.',
  sendInvitation: 'Send the invitation',
  invited: (email: string) => `An invitation is on its way to ${email}.`,
  withdrawn: 'The invitation is withdrawn.',
  states: { active: 'Active', invited: 'Invited', disabled: 'Disabled' } satisfies Record<
    RosterAgent['state'],
    string
  >,
  you: 'You',
  hasFactor: 'Second factor',
  elsewhere: 'School log-in',
  neverUsed: 'Never logged in',
  lastUsed: (when: string) => `Last here ${when}`,
  invitedUntil: (when: string) => `Invitation holds until ${when}`,
  invitationOver: 'The invitation has expired',
  actions: (name: string) => `${name}: what can be done`,
  changeRoles: 'Change roles …',
  showSessions: 'Sessions …',
  resetFactor: 'Remove second factor …',
  disable: 'Disable log-in …',
  enable: 'Enable log-in',
  inviteAgain: 'Send the invitation again',
  withdrawIt: 'Withdraw the invitation',
  rolesTitle: (name: string) => `Roles of ${name}`,
  rolesChanged: (name: string) => `${name} has other roles now.`,
  sessionsTitle: (name: string) => `Where ${name} is logged in`,
  noSessions: 'Nowhere at the moment.',
  endAll: 'End all of them',
  sessionsEnded: 'All of these sessions have ended.',
  resetTitle: (name: string) => `Remove the second factor of ${name}?`,
  resetText:
    'For who lost phone and recovery codes. Make sure that it is really them who asks: from then on the password alone opens the log-in, and their sessions end now.',
  reset: 'Remove it',
  factorReset: 'The second factor is removed, and the sessions have ended.',
  disableTitle: (name: string) => `Disable the log-in of ${name}?`,
  disableText:
    'Their sessions end at once, on every device. What they wrote stays, and their tickets stay theirs until you assign them.',
  disableIt: 'Disable',
  disabled: (name: string) => `${name} cannot log in any more.`,
  enabled: (name: string) => `${name} can log in again.`,
  requireFactor: 'Ask a second factor of everybody',
  requireFactorHint:
    'Who has none sets one up at the next log-in. The school’s own log-in asks for what it asks for.',
  factorRequired: 'From now on each log-in asks a second factor.',
  factorOptional: 'The second factor is left to each agent.',
  security: 'Log-in rules',
  log: 'What was done',
  logEmpty: 'Nothing yet. Invitations, roles, log-ins that were disabled and second factors stand here.',
  logLine: (who: string, what: AccessEvent, of: string | null) =>
    `${who} ${events[what]}${of ? ` ${of}` : ''}`,
  logMore: 'Show older lines',
  operator: 'The operator',
} as const

/** The steps between the password and the desk, and an invitation. */
export const steps = {
  codeTitle: 'One more step',
  code: 'Code',
  codeHint: 'Six digits from your app, or one of your recovery codes.',
  codeMissing: 'Type the code.',
  codeWrong: (left: number | undefined) =>
    left === 1
      ? 'That was not the code. One try is left.'
      : 'That was not the code of this moment. Look again.',
  codeEnded: 'Too many tries. Log in again.',
  tooMany: (minutes: number) =>
    minutes === 1
      ? 'Too many tries. Try again in a minute.'
      : `Too many tries. Try again in ${minutes} minutes.`,
  back: 'Use another log-in',
  setUpTitle: 'Set up a second factor',
  setUpText: 'This desk asks one of everybody: a code from an app on your phone, after the password.',
  toDesk: 'Go to the desk',
  elsewhere: (name: string) => `Log in with ${name}`,
  or: 'or',
  notElsewhere: {
    unknown: 'You are not an agent of this desk yet. Ask an admin to invite you.',
    unverified: 'Your school does not vouch for your address, so we cannot tell who you are here.',
    domain: 'Addresses of this domain may not log in here.',
    closed: 'Your log-in here is disabled. Ask an admin.',
    other: 'This address belongs to somebody else here. Ask an admin.',
    failed: 'The log-in of your school did not work out. Try again; if it stays so, tell your operator.',
  } as Record<string, string>,

  welcome: (name: string) => `Welcome, ${name}`,
  invitationText: (email: string) => `Choose a password. From then on you log in with it and ${email}.`,
  choose: 'Choose a password',
  join: 'Log in',
  overTitle: 'This invitation does not open anything any more',
  over: 'It was used, withdrawn, or is older than seven days. Ask whoever invited you for another one.',
  toLogIn: 'To the log-in',
} as const
