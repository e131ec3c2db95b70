// Every letter to contacts. Facts and the language of their reader in; subject and body out. Codes stand alone on their line, so that
// they copy well, and never in a subject, which locked screens show. Partners: words/, the sentences; desk-texts.ts, letters to agents.

import type { Letter, OptionalLetter } from '../../protocol/letters.ts'
import { CODE_TTL_MS } from '../../protocol/limits.ts'
import { type Block, type ThreadEntry, type ThreadHead, textOf } from './body.ts'
import type { Language } from './language.ts'

export interface Written {
  letter: Letter
  /** Of its sentences. */
  locale: string
  subject: string
  body: Block[]
  /** The same as plain text. */
  text: string
  /** Where answers to it go, as the text says; only what holds neither a code nor a link with powers has such a place. */
  replyTo?: string
}

/**
 * To a guest, before their question becomes a ticket, or to see those that they wrote before. Carries nothing that anybody typed.
 */
export function guestCodeMail(
  language: Language,
  { code, writes = true }: { code: string; writes?: boolean },
): Written {
  const { guestCode, guestBackCode, hello } = language.words
  const t = writes ? guestCode : guestBackCode
  return written(language, 'guest_code', t.subject, [
    words(hello),
    words(t.type),
    { is: 'code', code },
    words(holds(language)),
    aside(t.notYou),
  ])
}

/** To the other account. `asker` is a masked address: who reads this may not know them. */
export function mergeCodeMail(language: Language, { code, asker }: { code: string; asker: string }): Written {
  const { mergeCode: t, hello } = language.words
  return written(language, 'merge_code', t.subject, [
    words(hello),
    words(language.say(t.asked, { asker })),
    words(t.type),
    { is: 'code', code },
    words(holds(language)),
    words(t.after),
    words(t.notYou),
  ])
}

/** What each mail about a merge knows. `reader` is the side it goes to. */
export interface MergeFacts {
  reader: 'into' | 'from'
  intoEmail: string
  fromEmail: string
}

/** To both addresses, each with a link of its own. `executeAt` is an instant, ISO 8601. */
export function mergeApprovedMail(
  language: Language,
  facts: MergeFacts & { executeAt: string; stopUrl: string },
): Written {
  const { words: all, say, day, timeAndZone } = language
  const { mergeApproved: t, hello } = all
  const { executeAt, stopUrl, reader } = facts
  return written(language, 'merge_approved', t.subject, [
    words(hello),
    words(t.agreed),
    bothAccounts(language, facts, t),
    words(say(t.when, { day: day(executeAt), time: timeAndZone(executeAt) })),
    { is: 'link', url: stopUrl, label: t.stop },
    words(say(reader === 'from' ? t.fromNeedNot : t.intoNeedNot, both(facts))),
    words(t.notYou),
  ])
}

/** Of the page that stops a merge, in the language of the letter. The token stands in the fragment: it is in no log and no Referer. */
export const stopUrlOf = (publicUrl: string, { locale }: Language, token: string): string =>
  `${publicUrl}/merges/stop?lang=${locale}#${token}`

/** To both addresses, after somebody stopped it. */
export function mergeStoppedMail(language: Language, facts: MergeFacts): Written {
  const { mergeStopped: t } = language.words
  return ofMerge(language, 'merge_stopped', facts, t.subject, t.stopped, t.again)
}

/** The receipt, to both addresses. */
export function mergeCompletedMail(language: Language, facts: MergeFacts): Written {
  const { mergeCompleted: t, hello } = language.words
  return written(language, 'merge_completed', t.subject, [
    words(hello),
    words(t.done),
    bothAccounts(language, facts, t),
    words(language.say(facts.reader === 'from' ? t.fromLogIn : t.intoLogIn, both(facts))),
    words(t.receipt),
  ])
}

/** To the one who asked. `reason` is the agent's own sentence. */
export function mergeRejectedMail(language: Language, facts: MergeFacts & { reason: string }): Written {
  const { mergeRejected: t, hello } = language.words
  return written(language, 'merge_rejected', t.subject, [
    words(hello),
    words(language.say(t.asked, both(facts))),
    { is: 'said', text: facts.reason },
    words(t.unchanged),
  ])
}

/** To whoever waits for it. What failed is for agents; the reader needs to know that it is in hand. */
export function mergeFailedMail(language: Language, facts: MergeFacts): Written {
  const { mergeFailed: t } = language.words
  return ofMerge(language, 'merge_failed', facts, t.subject, t.tried, t.known)
}

/** To both addresses: an admin has ended the waiting time. */
export function mergeHurriedMail(language: Language, facts: MergeFacts): Written {
  const { mergeHurried: t } = language.words
  return ofMerge(language, 'merge_hurried', facts, t.subject, t.hurried, t.notYou)
}

/** To both addresses: what was approved is not what is there any more. */
export function mergeReturnedMail(language: Language, facts: MergeFacts): Written {
  const { mergeReturned: t } = language.words
  return ofMerge(language, 'merge_returned', facts, t.subject, t.returned, t.link)
}

/** To both addresses: an agent wants to take the merge back; another one has to agree. */
export function mergeUndoAskedMail(language: Language, facts: MergeFacts): Written {
  const { mergeUndoAsked: t } = language.words
  return ofMerge(language, 'merge_undo_asked', facts, t.subject, t.asked, t.notYou)
}

/** To both addresses. Why, is for agents. */
export function mergeUndoRefusedMail(language: Language, facts: MergeFacts): Written {
  const { mergeUndoRefused: t } = language.words
  return ofMerge(language, 'merge_undo_refused', facts, t.subject, t.refused, t.again)
}

/** To both addresses. */
export function mergeUndoneMail(language: Language, facts: MergeFacts): Written {
  const { mergeUndone: t } = language.words
  return ofMerge(language, 'merge_undone', facts, t.subject, t.undone, t.missing)
}

/** Where answers to letters about a conversation go; null: they reach nobody. */
export type ReplyTo = string | null

/** All replies of one ticket that its contact has not seen, oldest first. `at` are instants, ISO 8601. */
export function unseenRepliesMail(
  language: Language,
  facts: {
    number: number
    subject: string
    contactName: string
    replies: { from: string; text: string; at: string }[]
    /** Of the chat; null for who has none, because all of it goes by mail. */
    url: string | null
    /** Nobody vouches for them: on another device, or in another tab, the chat asks who they are. */
    isGuest: boolean
    replyTo: ReplyTo
    /** Answers come into the ticket, wherever they go. */
    isRead: boolean
  },
): Written {
  const { words: all, say, day, timeAndZone } = language
  const t = all.replies
  const { replies, replyTo, isRead, url, isGuest } = facts
  const subject = oneLine(facts.subject)
  const name = replies.at(-1)?.from ?? all.support
  // A conversation by mail keeps its subject: mail programs put together what has the same.
  const named = url === null ? `Re: ${subject.replace(/^(re: *)+/i, '')}` : say(t.subject, { name, subject })
  const elsewhere = replyTo ? say(t.answersGo, { address: replyTo }) : t.answersLost
  return answerable(language, 'replies', replyTo, named, [
    words(say(all.helloTo, { name: facts.contactName })),
    words(language.count(t.unseen, replies.length, { number: String(facts.number), subject })),
    ...replies.map(({ from, text, at }): Block => {
      const heading = say(t.wrote, { name: from, day: day(at), time: timeAndZone(at) })
      return { is: 'said', heading, text }
    }),
    ...(url === null
      ? []
      : [words(isGuest ? t.openAsGuest : t.open), { is: 'link', url, label: t.button } as const]),
    aside(isRead ? (url === null ? t.answerThis : t.answersCome) : elsewhere),
  ])
}

/** To who opened a ticket by mail, once a day. Carries nothing that they wrote. */
export function receivedMail(
  language: Language,
  facts: { number: number; contactName: string; replyTo: ReplyTo },
): Written {
  const { words: all, say } = language
  const t = all.received
  const number = String(facts.number)
  return answerable(language, 'received', facts.replyTo, say(t.subject, { number }), [
    words(say(all.helloTo, { name: facts.contactName })),
    words(say(t.arrived, { number })),
    aside(t.add),
  ])
}

/** To the contact who asked for it, at the address that is shown to be theirs. */
export function transcriptMail(
  language: Language,
  facts: {
    number: number
    subject: string
    contactName: string
    head: ThreadHead
    entries: ThreadEntry[]
    replyTo: ReplyTo
  },
): Written {
  const { words: all, say } = language
  const t = all.transcript
  const { subject, head, entries, replyTo } = facts
  const number = String(facts.number)
  return answerable(language, 'transcript', replyTo, say(t.subject, { number, subject }), [
    words(say(all.helloTo, { name: facts.contactName })),
    words(say(t.asked, { number })),
    { is: 'thread', head, entries },
    aside(replyTo ? say(t.answersGo, { address: replyTo }) : t.answersLost),
  ])
}

// ---- how all of them are written

/** The limit of nodemailer's and most programs' patience for one line. */
const SUBJECT_MAX_CHARS = 180

export function written(language: Language, letter: Letter, subject: string, body: Block[]): Written {
  return { letter, locale: language.locale, subject: oneLine(subject), body, text: textOf(body) }
}

export const words = (text: string): Block => ({ is: 'words', text })
export const aside = (text: string): Block => ({ is: 'aside', text })

function answerable(
  language: Language,
  letter: OptionalLetter,
  replyTo: ReplyTo,
  subject: string,
  body: Block[],
): Written {
  return { ...written(language, letter, subject, body), ...(replyTo && { replyTo }) }
}

/** Nothing to do and nothing to copy: what happened, and what that means for its reader. */
function ofMerge(
  language: Language,
  letter: Letter,
  facts: MergeFacts,
  subject: string,
  ...sentences: string[]
): Written {
  const said = sentences.map((sentence) => words(language.say(sentence, both(facts))))
  return written(language, letter, subject, [words(language.words.hello), ...said])
}

const holds = ({ say, words: { codeHolds } }: Language) =>
  say(codeHolds, { minutes: String(CODE_TTL_MS / 60_000) })

const both = ({ intoEmail, fromEmail }: MergeFacts) => ({ into: intoEmail, from: fromEmail })

const bothAccounts = (
  { say }: Language,
  facts: MergeFacts,
  { stays, ends }: { stays: string; ends: string },
): Block => ({ is: 'facts', lines: [say(stays, both(facts)), say(ends, both(facts))] })

/** A subject is one header: no line break, no control character, and an end. */
function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029\s]+/gu, ' ').trim()
  const letters = [...line]
  return letters.length > SUBJECT_MAX_CHARS ? `${letters.slice(0, SUBJECT_MAX_CHARS - 1).join('')}…` : line
}
