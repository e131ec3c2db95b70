// Every letter we write, as plain text. Facts in, subject and text out. Codes stand alone on their line, so that
// they copy well, and never in a subject, which locked screens show.

import type { Letter, OptionalLetter } from '../../protocol/letters.ts'
import { CODE_TTL_MS } from '../../protocol/limits.ts'

export interface Written {
  letter: Letter
  subject: string
  text: string
  /** Where answers to it go, as the text says; only what holds neither a code nor a link with powers has such a place. */
  replyTo?: string
}

/** To a guest, before their question becomes a ticket. Carries nothing that anybody typed. */
export function guestCodeMail({ code }: { code: string }): Written {
  return written('guest_code', 'Your code to write to support', [
    'Hello,',
    'Somebody, most likely you, wants to write to support and be answered at this address. To show that it is ' +
      'yours, type this code into the chat window:',
    alone(code),
    HOLDS,
    'If it was not you, do nothing. Without the code nothing is sent, and nothing here changes.',
  ])
}

/** To the other account. `asker` is a masked address: who reads this may not know them. */
export function mergeCodeMail({ code, asker }: { code: string; asker: string }): Written {
  return written('merge_code', 'A code to show that this account is yours too', [
    'Hello,',
    `Somebody who is logged in as ${asker} says that the account with this address is theirs as well, and asks ` +
      'to make one account of the two.',
    'If that is you, type this code into the chat window where you asked:',
    alone(code),
    HOLDS,
    'What happens after that: a person at support looks at both accounts. If they agree, both addresses are told, ' +
      'and a waiting time begins in which either address can stop it. Then what is in this account moves to the ' +
      'other one, this account ends, and you log in with the other address.',
    'If it was not you, give the code to nobody, and do nothing. Ignoring this mail changes nothing: your account ' +
      'stays as it is. Nobody at support ever asks you for this code, nor for your password.',
  ])
}

/** What each mail about a merge knows. `reader` is the side it goes to. */
export interface MergeFacts {
  reader: 'into' | 'from'
  intoEmail: string
  fromEmail: string
}

/** To both addresses, each with a link of its own. `executeAt` is an instant, ISO 8601. */
export function mergeApprovedMail(facts: MergeFacts & { executeAt: string; stopUrl: string }): Written {
  return written('merge_approved', 'Your two accounts will become one', [
    'Hello,',
    'Support has looked at your two accounts and agreed to make them one.',
    bothAccounts(facts, { stays: 'stays', ends: 'ends, and what is in it moves to the other' }),
    `This happens ${whenInWords(facts.executeAt)}, or shortly after. Until then ` +
      'you can stop it with this link, without logging in:',
    alone(facts.stopUrl),
    facts.reader === 'from'
      ? `You need not do anything. Afterwards log in as ${facts.intoEmail}; your log-in here ends.`
      : 'You need not do anything. Afterwards log in as you always do.',
    'If you did not ask for this, stop it now. The link is meant for you alone: whoever has it can stop the merge.',
  ])
}

/** To both addresses, after somebody stopped it. */
export function mergeStoppedMail(facts: MergeFacts): Written {
  return written('merge_stopped', 'Stopped: your accounts stay as they are', [
    'Hello,',
    `The merge of ${facts.fromEmail} into ${facts.intoEmail} was stopped. Nothing was changed: both accounts are ` +
      'as they were, and both log-ins work.',
    'If you still want one account, ask for it again in the chat. If you did not know of any of this, tell support.',
  ])
}

/** The receipt, to both addresses. */
export function mergeCompletedMail(facts: MergeFacts): Written {
  return written('merge_completed', 'Done: your two accounts are one', [
    'Hello,',
    'Your two accounts are one now.',
    bothAccounts(facts, { stays: 'is your account', ends: 'has ended; what was in it has moved' }),
    facts.reader === 'from'
      ? `From now on log in as ${facts.intoEmail}. This address gets no more mail about the account.`
      : 'Log in as you always do, and look whether everything is there.',
    'If something is missing, say so in the chat, under the same ticket. Keep this mail as your receipt.',
  ])
}

/** To the one who asked. `reason` is the agent's own sentence. */
export function mergeRejectedMail(facts: MergeFacts & { reason: string }): Written {
  return written('merge_rejected', 'We did not merge your accounts', [
    'Hello,',
    `You asked to merge ${facts.fromEmail} into ${facts.intoEmail}. Support has looked at both accounts and did ` +
      'not agree. The reason:',
    indented(facts.reason),
    'Nothing was changed: both accounts are as they were. If you see it differently, or can add something, answer ' +
      'in the chat, under the same ticket.',
  ])
}

/** To whoever waits for it. What failed is for agents; the reader needs to know that it is in hand. */
export function mergeFailedMail(facts: MergeFacts): Written {
  return written('merge_failed', 'Your accounts are not merged yet', [
    'Hello,',
    `The merge of ${facts.fromEmail} into ${facts.intoEmail} was tried and did not work. Until it does, use both ` +
      'log-ins as before.',
    'Support knows, and somebody is looking at it. You need not do anything; you will hear from us either way.',
  ])
}

/** To both addresses: an admin has ended the waiting time. */
export function mergeHurriedMail(facts: MergeFacts): Written {
  return written('merge_hurried', 'Your two accounts become one now', [
    'Hello,',
    `The merge of ${facts.fromEmail} into ${facts.intoEmail} does not wait any longer: support has asked for it to ` +
      'be done now. You get another mail when it is done.',
    'If you did not ask for any of this, use the link in the mail before this one at once, and tell support.',
  ])
}

/** To both addresses: what was approved is not what is there any more. */
export function mergeReturnedMail(facts: MergeFacts): Written {
  return written('merge_returned', 'Your accounts are looked at once more', [
    'Hello,',
    `The merge of ${facts.fromEmail} into ${facts.intoEmail} was not done yet: one of the accounts changed after ` +
      'support had agreed. Nothing was merged. A person looks at both accounts again, and both addresses are told ' +
      'before anything happens.',
    'The link in the mail before this one still stops it.',
  ])
}

/** To both addresses: an agent wants to take the merge back; another one has to agree. */
export function mergeUndoAskedMail(facts: MergeFacts): Written {
  return written('merge_undo_asked', 'Your merged accounts may become two again', [
    'Hello,',
    `${facts.fromEmail} became part of ${facts.intoEmail}. Somebody at support wants to take that back. A second ` +
      'person has to agree first; you are told how it ends.',
    'If you did not ask for it, tell support in the chat, under the ticket of the merge.',
  ])
}

/** To both addresses. Why, is for agents. */
export function mergeUndoRefusedMail(facts: MergeFacts): Written {
  return written('merge_undo_refused', 'Your accounts stay one', [
    'Hello,',
    `The merge of ${facts.fromEmail} into ${facts.intoEmail} was not taken back. Nothing was changed: log in as ` +
      `${facts.intoEmail}, as before.`,
    'If you asked for it and still need it, say so in the chat, under the same ticket.',
  ])
}

/** To both addresses. */
export function mergeUndoneMail(facts: MergeFacts): Written {
  return written('merge_undone', 'Undone: your accounts are two again', [
    'Hello,',
    `The merge of ${facts.fromEmail} into ${facts.intoEmail} was taken back. Both accounts are there again, each ` +
      'with what it had, and both log-ins work.',
    'If something is missing, say so in the chat.',
  ])
}

/** Where answers to letters about a conversation go; null: they reach nobody. */
export type ReplyTo = string | null

/** All replies of one ticket that its contact has not seen, oldest first. `at` are instants, ISO 8601. */
export function unseenRepliesMail(facts: {
  number: number
  subject: string
  contactName: string
  replies: { from: string; text: string; at: string }[]
  url: string
  replyTo: ReplyTo
}): Written {
  const { replies } = facts
  const newest = replies.at(-1)
  const some = replies.length === 1 ? 'There is an answer' : `There are ${replies.length} answers`
  return answerable('replies', facts.replyTo, `${newest?.from ?? 'Support'} answered: ${facts.subject}`, [
    `Hello ${facts.contactName},`,
    `${some} in your ticket ${facts.number}, “${oneLine(facts.subject)}”, that you may not have seen yet.`,
    ...replies.flatMap(({ from, text, at }) => [`${from} wrote on ${dateInWords(at)}:`, indented(text)]),
    'To answer, or to read what was written before, open the chat:',
    alone(facts.url),
    facts.replyTo
      ? `Please answer there: that stands with what was written before. Answers to this mail go to ${facts.replyTo}.`
      : 'Please answer there and not to this mail; answers to it do not reach us.',
  ])
}

/** To the contact who asked for it, at the address that is shown to be theirs. */
export function transcriptMail(facts: {
  number: number
  subject: string
  contactName: string
  transcript: string
  replyTo: ReplyTo
}): Written {
  return answerable('transcript', facts.replyTo, `Transcript of ticket ${facts.number}: ${facts.subject}`, [
    `Hello ${facts.contactName},`,
    `You asked for what was written in your ticket ${facts.number}. It stands below, as it is now.`,
    facts.transcript.trim(),
    `If you did not ask for it, somebody who is logged in as you did. To answer, open the chat; answers to this mail ${
      facts.replyTo ? `go to ${facts.replyTo}` : 'do not reach us'
    }.`,
  ])
}

/** To somebody who is to answer, with the one link that opens their log-in. */
export function invitationMail(facts: { name: string; by: string; url: string; until: string }): Written {
  return written('invitation', `${facts.by} invites you to the support desk`, [
    `Hello ${facts.name},`,
    `${facts.by} has made a log-in at the support desk for you. With this link you choose a password and are in:`,
    alone(facts.url),
    `The link opens once, until ${dateInWords(facts.until)}. It is meant for you alone: whoever has it gets your log-in.`,
    'If you do not know what this is about, do nothing. Without the link nothing happens.',
  ])
}

/** To each admin. `at` and `since` are instants, ISO 8601; `status` is null where nothing was answered. */
export function endpointOffMail(facts: {
  name: string
  url: string
  at: string
  since: string
  status: number | null
  settingsUrl: string
}): Written {
  const { status } = facts
  return written('endpoint_off', 'A webhook was switched off', [
    `Hello ${facts.name},`,
    'One of the endpoints that you set up is told nothing any more:',
    alone(facts.url),
    `Since ${dateInWords(facts.since)} it took nothing of what was sent to it, so it was switched off. ` +
      (status === null ? 'The last time nobody answered.' : `The last time it answered ${status}.`),
    'What happens meanwhile is not told later. When it works again, switch it on in the settings; it is tried at once:',
    alone(facts.settingsUrl),
  ])
}

/** To the admin who asked whether mail goes out. */
export function testMail({ name, url, replyTo }: { name: string; url: string; replyTo: ReplyTo }): Written {
  const letter = written('test', 'A test letter from the support desk', [
    `Hello ${name},`,
    'You asked in the settings whether letters go out. This one did.',
    ...(replyTo ? [`Answers to it, and to letters about a conversation, go to ${replyTo}.`] : []),
    alone(url),
  ])
  return { ...letter, ...(replyTo && { replyTo }) }
}

// ---- how all of them are written

/** The limit of nodemailer's and most programs' patience for one line. */
const SUBJECT_MAX_CHARS = 180
const HOLDS = `It holds for ${CODE_TTL_MS / 60_000} minutes.`

function written(letter: Letter, subject: string, paragraphs: string[]): Written {
  return { letter, subject: oneLine(subject), text: `${paragraphs.join('\n\n')}\n` }
}

function answerable(
  letter: OptionalLetter,
  replyTo: ReplyTo,
  subject: string,
  paragraphs: string[],
): Written {
  return { ...written(letter, subject, paragraphs), ...(replyTo && { replyTo }) }
}

function bothAccounts({ intoEmail, fromEmail }: MergeFacts, what: { stays: string; ends: string }): string {
  return `    ${intoEmail} ${what.stays}.\n    ${fromEmail} ${what.ends}.`
}

const alone = (text: string) => `    ${text}`

function indented(text: string): string {
  return text
    .trim()
    .split(/\r\n|\r|\n/)
    .map((line) => `    ${line}`.trimEnd())
    .join('\n')
}

/** A subject is one header: no line break, no control character, and an end. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
  const letters = [...line]
  return letters.length > SUBJECT_MAX_CHARS ? `${letters.slice(0, SUBJECT_MAX_CHARS - 1).join('')}…` : line
}

const DAY = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' })
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'UTC' })

/** A mail does not know where it is read, so it says which clock it means. */
const dateInWords = (at: string) => `${DAY.format(new Date(at))}, ${TIME.format(new Date(at))} UTC`
const whenInWords = (at: string) => `on ${DAY.format(new Date(at))} at ${TIME.format(new Date(at))} UTC`
