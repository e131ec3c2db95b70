// The words between the log-in and the desk. Partner: login.ts, which has the log-in's own.

/** The steps between the password and the desk, and an invitation. */
export const steps = {
  codeTitle: 'One more step',
  code: 'Code',
  codeHint: 'Six digits from your app, or one of your recovery codes.',
  codeMissing: 'Type the code.',
  codeWrong: (left: number | undefined) =>
    left === 1 ? 'That was not the code. One try is left.' : 'That is not the current code. Look again.',
  recoveryWrong: (left: number | undefined) =>
    `No recovery code of yours reads like this, or it was used: each works once.${left === 1 ? ' One try is left.' : ''}`,
  recoveryUsed: (left: number) =>
    `That recovery code is used up; ${left === 0 ? 'none is' : left === 1 ? 'one is' : `${left} are`} left. New ones: Settings, Log-in and sessions.`,
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
  elsewhereAsOther: (name: string) => `Another log-in at ${name}`,
  or: 'or',
  notElsewhere: {
    unknown: 'You are not an agent of this desk yet. Ask an admin to invite you.',
    unverified: 'Your school does not vouch for your address, so we cannot tell who you are here.',
    domain: 'Addresses of this domain may not log in here.',
    closed: 'Your log-in here is disabled. Ask an admin.',
    other: 'This address belongs to somebody else here. Ask an admin.',
    away: 'The log-in of your school does not answer. Try again in a moment, or log in with your password.',
    cancelled: 'You did not finish the log-in of your school.',
    failed: 'The log-in of your school did not work out. Try again; if it stays so, tell your operator.',
  } as Record<string, string>,

  welcome: (name: string) => `Welcome, ${name}`,
  invitationText: (email: string) => `Choose a password. From then on you log in with it and ${email}.`,
  choose: 'Choose a password',
  join: 'Log in',
  newPassword: (name: string) => `A new password, ${name}`,
  newPasswordText: (email: string) =>
    `From then on you log in with it and ${email}. Wherever else you are logged in, you are logged out.`,
  overTitle: 'This link does not open anything any more',
  over: 'It was used, withdrawn, or has expired. Ask an admin of the desk for another one.',
  toLogIn: 'To the log-in',
} as const
