// The words of opening a ticket for a contact.

import type { WhyNot } from '../../protocol/desk/openable.ts'

export const opening = {
  contact: 'For whom',
  contactHint: 'Name, address, or their id at the host.',
  contactNone: 'Not known here. People are once they open the widget or write to us.',
  contactMissing: 'Choose whom it is for.',
  theContact: 'The contact',
  change: 'Another contact',
  verified: 'Verified',
  guest: 'Guest',
  type: 'What it is about',
  whyNot: {
    only_verified: 'only for verified contacts',
    only_guests: 'only for guests',
    address: 'their address is not proved',
    fresh: 'only they can open it',
  } satisfies Record<WhyNot, string>,
  notFor: (type: string, name: string, why: string) => `“${type}” cannot be opened for ${name}: ${why}.`,
  invitation: (name: string) =>
    `This invites ${name} to a merge. Only they can start it, and they prove both accounts; you will not decide about it.`,
  subject: 'Subject',
  subjectHint: (name: string, isNote: boolean) =>
    `${name} reads it. Empty: from the form${isNote ? '' : ', or from your message'}.`,
  begins: 'It begins with',
  message: 'Message',
  note: 'Note',
  readBy: (name: string) => `${name} reads this`,
  readByAgents: 'Only agents see this',
  messageLabel: (name: string) => `Message to ${name}`,
  noteLabel: 'Note for agents',
  messageHint: (isMailed: boolean) =>
    isMailed
      ? 'If it is not seen within some minutes, it is mailed, too.'
      : 'It is read in the chat alone: replies are not mailed.',
  noteHint: (name: string) => `${name} sees that you opened it and the answers, and nothing of this.`,
  textMissing: 'Write the first message, or a note.',
  noFiles: 'Files of the form go with a message only, since the contact may see them.',
  attach: 'Choose files',
  optional: 'Optional',
  another: 'Another one',
  whichOne: 'Which one?',
  open: 'Open ticket',
  notOpened: 'The ticket was not opened.',
} as const
