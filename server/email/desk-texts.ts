// Every letter to who works at the desk: in English, as the console is. Partner: texts.ts, letters to contacts.

import { ENGLISH } from './language.ts'
import { aside, type ReplyTo, type Written, words, written } from './texts.ts'

const { day, timeAndZone } = ENGLISH

/** To somebody who is to answer, with the one link that opens their log-in. */
export function invitationMail(facts: { name: string; by: string; url: string; until: string }): Written {
  return written(ENGLISH, 'invitation', `${facts.by} invites you to the support desk`, [
    words(`Hello ${facts.name},`),
    words(
      `${facts.by} has made a log-in at the support desk for you. With this link you choose a password and are in:`,
    ),
    { is: 'link', url: facts.url, label: 'Choose a password' },
    words(
      `The link opens once, until ${moment(facts.until)}. It is meant for you alone: whoever has it gets your log-in.`,
    ),
    aside('If you do not know what this is about, do nothing. Without the link nothing happens.'),
  ])
}

/** To an agent who forgot theirs. The same kind of letter: it opens a log-in. */
export function newPasswordMail(facts: { name: string; by: string; url: string; until: string }): Written {
  return written(ENGLISH, 'invitation', 'A new password for the support desk', [
    words(`Hello ${facts.name},`),
    words(`${facts.by} had this link sent to you. With it you choose a new password and are in:`),
    { is: 'link', url: facts.url, label: 'Choose a new password' },
    words(
      `The link opens once, until ${moment(facts.until)}. It is meant for you alone: whoever has it gets your log-in.`,
    ),
    aside('If you do not need one, do nothing: your password stays as it is.'),
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
  return written(ENGLISH, 'endpoint_off', 'A webhook was switched off', [
    words(`Hello ${facts.name},`),
    words('One of the endpoints that you set up is told nothing any more:'),
    { is: 'facts', lines: [facts.url] },
    words(
      `Since ${moment(facts.since)} it took nothing of what was sent to it, so it was switched off. ${
        status === null ? 'The last time nobody answered.' : `The last time it answered ${status}.`
      }`,
    ),
    words(
      'What happens meanwhile is not told later. When it works again, switch it on in the settings; it is tried at once:',
    ),
    { is: 'link', url: facts.settingsUrl, label: 'Open the settings' },
  ])
}

/** To the admin who asked whether mail goes out. */
export function testMail({ name, url, replyTo }: { name: string; url: string; replyTo: ReplyTo }): Written {
  const letter = written(ENGLISH, 'test', 'A test letter from the support desk', [
    words(`Hello ${name},`),
    words('You asked in the settings whether letters go out. This one did.'),
    ...(replyTo ? [words(`Answers to it, and to letters about a conversation, go to ${replyTo}.`)] : []),
    { is: 'link', url, label: 'Open the console' },
  ])
  return { ...letter, ...(replyTo && { replyTo }) }
}

const moment = (at: string) => `${day(at)}, ${timeAndZone(at)}`
