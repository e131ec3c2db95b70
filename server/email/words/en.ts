// Every sentence of the letters to contacts, in English. The other files here say the same; another language is another file.

import type { TicketState } from '../../../protocol/entities.ts'
import type { Forms } from '../../articles/pages/words/words.ts'

export const en = {
  hello: 'Hello,',
  helloTo: 'Hello {name},',
  support: 'Support',
  codeHolds: 'It holds for {minutes} minutes.',

  guestCode: {
    subject: 'Your code to write to support',
    type: 'Somebody, most likely you, wants to write to support and be answered at this address. To show that it is yours, type this code into the chat window:',
    notYou: 'If it was not you, do nothing. Without the code nothing is sent, and nothing here changes.',
  },

  /** To who only wants to see what they wrote before. */
  guestBackCode: {
    subject: 'Your code to see what you wrote to support',
    type: 'Somebody, most likely you, wants to see what was written to support from this address. To show that it is yours, type this code into the chat window:',
    notYou: 'If it was not you, do nothing. Without the code nobody sees anything, and nothing here changes.',
  },

  mergeCode: {
    subject: 'A code to show that this account is yours too',
    asked:
      'Somebody who is logged in as {asker} says that the account with this address is theirs as well, and asks to make one account of the two.',
    type: 'If that is you, type this code into the chat window where you asked:',
    after:
      'What happens after that: a person at support looks at both accounts. If they agree, both addresses are told, and a waiting time begins in which either address can stop it. Then what is in this account moves to the other one, this account ends, and you log in with the other address.',
    notYou:
      'If it was not you, give the code to nobody, and do nothing. Ignoring this mail changes nothing: your account stays as it is. Nobody at support ever asks you for this code, nor for your password.',
  },
  mergeApproved: {
    subject: 'Your two accounts will become one',
    agreed: 'Support has looked at your two accounts and agreed to make them one.',
    stays: '{into} stays.',
    ends: '{from} ends, and what is in it moves to the other.',
    when: 'This happens on {day} at {time}, or shortly after. Until then you can stop it with this link, without logging in:',
    stop: 'Stop the merge',
    fromNeedNot: 'You need not do anything. Afterwards log in as {into}; your log-in here ends.',
    intoNeedNot: 'You need not do anything. Afterwards log in as you always do.',
    notYou:
      'If you did not ask for this, stop it now. The link is meant for you alone: whoever has it can stop the merge.',
  },
  /** Behind the link of that letter. */
  stopPage: {
    title: 'Stop the account merge',
    ask: 'Stop the account merge?',
    means:
      'Both accounts then stay as they are. Nobody can restart the request but its owner, from the beginning.',
    needsScript: 'This page needs JavaScript to send your answer. You can also reply to the mail.',
    stopping: 'Stopping…',
    stopped: 'The merge is stopped',
    stay: '{from} and {into} stay two accounts. Both addresses get a mail that says so.',
    tooLate:
      'This merge can no longer be stopped: it has ended or the accounts are being merged now. Reply to the mail if that is wrong.',
    notValid: 'This link is not valid. Open it again from the mail, whole.',
    failed: 'That did not work. Try again in a minute.',
    offline: 'There is no connection. Try again when you are online.',
  },
  mergeStopped: {
    subject: 'Stopped: your accounts stay as they are',
    stopped:
      'The merge of {from} into {into} was stopped. Nothing was changed: both accounts are as they were, and both log-ins work.',
    again:
      'If you still want one account, ask for it again in the chat. If you did not know of any of this, tell support.',
  },
  mergeCompleted: {
    subject: 'Done: your two accounts are one',
    done: 'Your two accounts are one now.',
    stays: '{into} is your account.',
    ends: '{from} has ended; what was in it has moved.',
    fromLogIn: 'From now on log in as {into}. This address gets no more mail about the account.',
    intoLogIn: 'Log in as you always do, and look whether everything is there.',
    receipt:
      'If something is missing, say so in the chat, under the same ticket. Keep this mail as your receipt.',
  },
  mergeRejected: {
    subject: 'We did not merge your accounts',
    asked:
      'You asked to merge {from} into {into}. Support has looked at both accounts and did not agree. The reason:',
    unchanged:
      'Nothing was changed: both accounts are as they were. If you see it differently, or can add something, answer in the chat, under the same ticket.',
  },
  mergeFailed: {
    subject: 'Your accounts are not merged yet',
    tried:
      'The merge of {from} into {into} was tried and did not work. Until it does, use both log-ins as before.',
    known:
      'Support knows, and somebody is looking at it. You need not do anything; you will hear from us either way.',
  },
  mergeHurried: {
    subject: 'Your two accounts become one now',
    hurried:
      'The merge of {from} into {into} does not wait any longer: support has asked for it to be done now. You get another mail when it is done.',
    notYou:
      'If you did not ask for any of this, use the link in the mail before this one at once, and tell support.',
  },
  mergeReturned: {
    subject: 'Your accounts are looked at once more',
    returned:
      'The merge of {from} into {into} was not done yet: one of the accounts changed after support had agreed. Nothing was merged. A person looks at both accounts again, and both addresses are told before anything happens.',
    link: 'The link in the mail before this one still stops it.',
  },
  mergeUndoAsked: {
    subject: 'Your merged accounts may become two again',
    asked:
      '{from} became part of {into}. Somebody at support wants to take that back. A second person has to agree first; you are told how it ends.',
    notYou: 'If you did not ask for it, tell support in the chat, under the ticket of the merge.',
  },
  mergeUndoRefused: {
    subject: 'Your accounts stay one',
    refused:
      'The merge of {from} into {into} was not taken back. Nothing was changed: log in as {into}, as before.',
    again: 'If you asked for it and still need it, say so in the chat, under the same ticket.',
  },
  mergeUndone: {
    subject: 'Undone: your accounts are two again',
    undone:
      'The merge of {from} into {into} was taken back. Both accounts are there again, each with what it had, and both log-ins work.',
    missing: 'If something is missing, say so in the chat.',
  },

  replies: {
    subject: '{name} answered: {subject}',
    unseen: {
      one: 'There is an answer in your ticket {number}, “{subject}”, that you may not have seen yet.',
      other: 'There are {n} answers in your ticket {number}, “{subject}”, that you may not have seen yet.',
    } as Forms,
    wrote: '{name} wrote on {day}, {time}:',
    open: 'To answer, or to read what was written before, open the chat:',
    /** To somebody for whom no host vouches: another tab does not know them. */
    openAsGuest:
      'To answer, open the chat. If it no longer knows you, write to us there with this address: what was written before then stands under “Your tickets”.',
    button: 'Open the chat',
    answersGo:
      'Please answer there: that stands with what was written before. Answers to this mail go to {address}.',
    answersLost: 'Please answer there and not to this mail; answers to it do not reach us.',
    answersCome: 'Or answer this mail: it comes into the same conversation.',
    answerThis: 'To go on, just answer this mail.',
  },

  received: {
    subject: 'Your mail arrived: ticket {number}',
    arrived: 'We have your mail. It is ticket {number}, and a person will answer you at this address.',
    add: 'If you want to add something, answer this mail: it comes into the same ticket.',
  },

  transcript: {
    subject: 'Transcript of ticket {number}: {subject}',
    asked: 'You asked for what was written in your ticket {number}. It stands below, as it is now.',
    answersGo:
      'If you did not ask for it, somebody who is logged in as you did. To answer, open the chat; answers to this mail go to {address}.',
    answersLost:
      'If you did not ask for it, somebody who is logged in as you did. To answer, open the chat; answers to this mail do not reach us.',
  },
  /** What was written, on paper: in the letter, and in the file that is downloaded. */
  thread: {
    title: 'Ticket {number}: {subject}',
    opened: 'Opened by {name} on {day}, {time}. It is {state}.',
    states: {
      open: 'open',
      waiting_on_contact: 'answered',
      snoozed: 'open',
      solved: 'solved',
    } satisfies Record<TicketState, string>,
    zone: 'Times are those of {zone}.',
    file: '[File: {name}]',
    deleted: '[This message was deleted]',
    somebody: 'Somebody',
    anotherAccount: 'another account',
    ticketOpened: '{name} opened this ticket',
    ticketAssigned: '{name} takes care of this',
    ticketSolvedBy: '{name} marked this as solved',
    ticketSolved: 'Solved',
    ticketReopened: 'Opened again',
    ticketContinued: 'Continued in ticket {number}',
    ticketContinues: 'Continues ticket {number}',
    formChanged: '{name} changed the form: {fields}',
    mergeRequested: 'Asked to merge {from} into this one',
    mergeApproved: 'The merge was approved',
    mergeRejected: 'The merge was declined. {reason}',
    mergeCancelled: 'The merge was stopped',
    mergeCompleted: 'The accounts are merged',
    mergeFailed: 'The merge did not go through',
    mergeReturned: 'The accounts changed; they are looked at again',
    mergeUndone: 'The merge was undone',
  },
}

export type Words = typeof en
