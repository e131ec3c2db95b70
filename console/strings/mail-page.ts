// The words of how mail goes out.

import type { LETTERS, Letter, OptionalLetter } from '../../protocol/letters.ts'
import type { MailState, MailTest } from '../../protocol/settings/mail-settings.ts'

export const mailPage = {
  notRead: 'How mail goes out could not be read',

  sender: 'Sender',
  senderHint: 'Who every letter comes from.',
  name: 'Name',
  nameHint: (operators: string) =>
    operators
      ? `What people read as the sender. Empty: as the operator has set it, “${operators}”.`
      : 'What people read as the sender. Empty: the address alone.',
  nameWrong: 'A name, not an address: without @, < > and quotes.',
  address: 'Address',
  addressHint:
    'MAIL_FROM, set by the operator. It cannot be changed here: mail servers judge letters by it, and who could move it could have answers to codes and merges.',
  replyTo: 'Answers go to',
  replyToHint: (domain: string, isRead: boolean) =>
    isRead
      ? `For letters about a conversation. An address @${domain} whose mails come in as below. Empty: the address above.`
      : `For letters about a conversation; answers do not come back into the chat. An address @${domain}. Empty: these letters say that answers do not reach you.`,
  replyToWrong: (domain: string) => `Write an address that ends in @${domain}.`,
  noReplyTo: 'The operator’s address has no domain that mail can be sent to, so answers can go nowhere.',

  comesIn: 'Mail that comes in',
  comesInHint:
    'Answers to letters about a conversation come into the ticket; any other mail opens one. The operator sets this, too.',
  inboundOff: 'Nothing comes in: neither INBOUND_SMTP_PORT nor IMAP_URL is set.',
  writtenAt: 'We are written to at',
  marked: 'Answers are sent to it with a mark behind a “+”, by which they find their ticket.',
  unmarked:
    'It is too long for the mark by which answers find their ticket: past eleven letters before the @ there is no room. Only answers of senders whose domain vouches for them are recognised.',
  door: 'Handed over at port',
  doorHint: 'INBOUND_SMTP_PORT',
  mailbox: 'Fetched from',
  mailboxHint: 'IMAP_URL, every half minute',
  mailboxAt: ({ host, folder }: { host: string; folder: string }) => `${folder} at ${host}`,
  look: 'Look again',
  looked: 'The mailbox can be read, and what was in it is here.',
  notLooked: 'The mailbox was not looked into.',
  mailboxFails: (why: string) =>
    `The mailbox cannot be read: “${why.replace(/\.$/, '')}”. What was sent there waits and is fetched once it can. Host, name and password are the operator’s, in IMAP_URL.`,

  way: 'How letters go out',
  wayHint: 'The operator sets this in the environment of the server; no password is shown.',
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
  switchedOff: 'switched off below',
  try: 'Does it arrive?',
  test: 'Send me a test letter',
  testHint:
    'To your own address, at once, from the sender as it is saved; what the mail server answers stands here.',
  sent: (to: string) =>
    `The mail server took the letter to ${to}. Whether it is delivered, your mailbox shows.`,
  inFolder: (to: string) => `The letter to ${to} was written into the folder.`,
  failed: ({ outcome, detail }: MailTest) =>
    `${outcome === 'refused' ? 'The mail server refused it' : 'The mail server was not reached'}: ${detail}`,
  notTested: 'The letter was not sent.',

  letters: 'Letters',
  lettersHint:
    'All that are written, each by what writes the real ones, with made-up facts. Open one to read it. Name and colour are those of “Look”; whoever sees no more than text reads the same words.',
  lettersNotRead: 'The letters could not be read.',
  language: 'Language',
  languageHint:
    'Contacts are written to in the language in which they read the widget, or that their host names; in the help center’s own where nobody said. Agents are written to in English.',
  nameOf: (locale: string) => new Intl.DisplayNames(['en'], { type: 'language' }).of(locale) ?? locale,
  face: 'Show them',
  faces: { drawn: 'As HTML', text: 'As plain text' },
  ground: 'Show them on a page that is',
  grounds: { light: 'Light', dark: 'Dark' },
  always: 'Always sent',
  groups: {
    conversation: 'About a conversation',
    proof: 'Codes that prove an address',
    merge: 'Account merges',
    desk: 'The desk itself',
  } satisfies Record<(typeof LETTERS)[Letter], string>,
  why: {
    conversation: 'These can be switched off. Neither widget nor console promises a letter that is not sent.',
    proof:
      'Without the code no guest can write and no merge begins: it alone shows that an address is theirs.',
    merge:
      'Both addresses hear of each step, and either can stop it. Who could switch that off could merge an account behind its owner’s back.',
    desk: 'An invitation is the only way to a first password. That a webhook went off, each admin has to know. A test letter goes to who asks for it.',
  } satisfies Record<(typeof LETTERS)[Letter], string>,
  optional: {
    replies: [
      'Mail replies that a contact has not seen',
      'Off: they find them in the chat alone, and are not told otherwise.',
    ],
    received: [
      'Tell who opens a ticket by mail that it arrived',
      'Off: they hear nothing until a person answers. It is told once a day at most, and only where the sender’s domain vouches for them.',
    ],
    transcript: ['Mail a transcript to a contact who asks for it', 'Off: they can still download it.'],
  } satisfies Record<OptionalLetter, [what: string, off: string]>,
  when: {
    replies: 'Replies that a contact has not seen, together',
    received: 'A mail has opened a ticket',
    transcript: 'A contact asks for what was written',
    guest_code: 'A guest writes for the first time, or comes back',
    merge_code: 'Somebody asks for a merge: to the other address',
    merge_approved: 'Approved: with the way to stop it',
    merge_stopped: 'Stopped by one of the two',
    merge_rejected: 'Not agreed to: to whoever asked',
    merge_hurried: 'The waiting time was ended',
    merge_returned: 'An account changed since: looked at again',
    merge_failed: 'Tried, and it did not work: to whoever asked',
    merge_completed: 'Done',
    merge_undo_asked: 'Somebody wants to take it back',
    merge_undo_refused: 'It was not taken back',
    merge_undone: 'It was taken back',
    invitation: 'An admin invites somebody',
    endpoint_off: 'A webhook was switched off because it failed for days: to each admin',
    test: 'An admin asks for a test letter',
  } satisfies Record<Letter, string>,
  from: 'From',
  to: 'To',
  answersTo: 'Answers to',

  saved: 'How letters go out is saved.',
  notSaved: 'It was not saved.',
  untouched: 'As the operator has set it: nothing was changed here yet.',
} as const
