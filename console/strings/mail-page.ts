// The words of how mail goes out.

import type { MailState, MailTest } from '../../protocol/mail-settings.ts'

export const mailPage = {
  notRead: 'How mail goes out could not be read',
  title: 'How mail goes out',
  hint: 'The operator sets this in the environment of the server; it cannot be changed here, and no password is shown.',
  from: 'Sender',
  fromHint: 'MAIL_FROM. Letters say that answers to them do not reach us.',
  server: 'Mail server',
  serverHint: 'SMTP_URL',
  at: ({ host, port, isSecure, logsIn }: NonNullable<MailState['server']>) =>
    [
      port ? `${host}:${port}` : host,
      isSecure ? 'encrypted from the start' : 'encrypted where the server offers it',
      logsIn ? 'with a log-in' : 'without a log-in',
    ].join(', '),
  folder: 'None is set: letters are written into a folder of the server and reach nobody.',
  replies: 'A contact who does not see a reply gets it by mail',
  repliesHint: 'UNSEEN_MAIL_AFTER_MINUTES',
  after: (minutes: number) => (minutes === 1 ? 'after 1 minute' : `after ${minutes} minutes`),
  try: 'Does it arrive?',
  test: 'Send me a test letter',
  testHint: 'It goes to your own address, at once; what the mail server answers stands here.',
  sent: (to: string) =>
    `The mail server took the letter to ${to}. Whether it is delivered, your mailbox shows.`,
  inFolder: (to: string) => `The letter to ${to} was written into the folder.`,
  failed: ({ outcome, detail }: MailTest) =>
    `${outcome === 'refused' ? 'The mail server refused it' : 'The mail server was not reached'}: ${detail}`,
  notTested: 'No letter was sent.',
  letters: 'Letters',
  lettersHint: 'Each as it is written, with made-up facts. Open one to read it.',
  when: {
    replies: 'Replies that a contact has not seen, together',
    guest_code: 'A guest writes for the first time: the code that proves their address',
    merge_code: 'Somebody asks for a merge of accounts: the code to the other address',
    merge_approved: 'A merge was approved: to both addresses, with the way to stop it',
    merge_completed: 'A merge is done: to both addresses',
    invitation: 'An admin invites somebody to the desk',
    endpoint_off: 'A webhook was switched off because it failed for days: to each admin',
  } satisfies Record<MailState['letters'][number]['letter'], string>,
} as const
