// The words of the log-in, which come with it. Partner: steps.ts, what may follow it.

export const login = {
  title: 'Log in to answer',
  email: 'E-mail address',
  password: 'Password',
  show: 'Show the password',
  hide: 'Hide the password',
  submit: 'Log in',
  emailMissing: 'Type the address of your log-in.',
  passwordMissing: 'Type your password.',
  ended: 'Your session has ended. Log in to go on; what you had begun to write is still here.',
  hint: 'An admin gives you your log-in, and a link for a new password if you forgot yours.',
  wrong: 'This address and this password do not belong together. Check both and try again.',
  unreachable: 'The server does not answer. Check your connection, then try again.',
  failed: 'The server could not log you in; it has written down why. Try again in a moment.',
} as const
