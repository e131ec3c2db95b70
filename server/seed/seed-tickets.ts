// Tickets of the demo's desk that are under way when somebody first looks: one that has waited too long, a merge to decide, a
// mention, an answer that Maya finds when she opens the widget. Told by the rules themselves, one after the other, with a clock that
// stands in the past. Partners: seed.ts; demo/cast.ts, where those of them live who are known to the demo host.

import { faultsIn } from '../../protocol/answers.ts'
import type { MergeMails } from '../account-merge/mails.ts'
import { mergeRules } from '../account-merge/merges.ts'
import { addressProofRules } from '../contacts/address-proofs.ts'
import { type Contacts, contactRules } from '../contacts/contacts.ts'
import { cast, ELENA, ELENA_AT_SCHOOL, type Member } from '../demo/cast.ts'
import { orThrow } from '../errors.ts'
import type { Commit, Unit } from '../events.ts'
import { type Parts, realParts } from '../parts.ts'
import { countedTime } from '../sla/counted-time.ts'
import { slaClocks } from '../sla/keeping.ts'
import type { Policies } from '../sla/policy.ts'
import type { AgentRecord } from '../store/records.ts'
import { mayOpen, type TicketTypes } from '../ticket-types/types.ts'
import { snooze } from '../tickets/snooze.ts'
import { changeTags, prioritise } from '../tickets/tags.ts'
import { getTicket, type Tickets, ticketRules } from '../tickets/tickets.ts'

const MINUTE_MS = 60_000
/** Minutes. */
const HOUR = 60

interface Telling {
  types: TicketTypes
  policies: Policies
  mails: MergeMails
  now: () => Date
}

export async function tellTickets(
  tx: Unit,
  parts: Telling & { omar: AgentRecord; ines: AgentRecord },
): Promise<void> {
  const { omar, ines, now } = parts
  const { ago, asks, writes, replies, notes, arranges, asksToMerge } = tellerOf(tx, parts)

  ago(await openMinutesAgo(tx, now(), 95))
  await asks(student('ww-9412', 'Tomás Rivera', 'tomas.rivera@calder.example', 'Calder College of Nursing'), {
    type: 'missing_rotation',
    answers: {
      second_account: 'maybe',
      site: "St. Brigid's Hospital",
      coordinator: 'Priya Raman',
    },
    text: 'My coordinator says that I am booked, but my dashboard is empty.',
    reads: [['rotation-not-visible', 'I don’t see my rotation', 'no']],
    searches: ['no rotaton', 'rotation missing'],
  })

  ago(5 * HOUR)
  const badge = await asks(
    student('ww-9455', 'Ben Carver', 'ben.carver@northfield.example', 'Northfield University'),
    { text: 'Does the badge office at Lakeshore open before seven? My first shift begins then.' },
  )
  ago(4.6 * HOUR)
  await replies(ines, badge, 'I have asked Lakeshore, and write to you as soon as they answer.', {
    isSeen: true,
  })
  await notes(ines, badge, 'Their badge office calls back tomorrow.')
  await arranges((past) => {
    const until = new Date(now().getTime() + 18 * HOUR * MINUTE_MS).toISOString()
    return snooze(tx, past, ines, { ticketId: badge, until, upTo: Number.MAX_SAFE_INTEGER })
  })

  ago(3 * HOUR)
  const letter = await asks(cast[0] as Member, {
    text: 'My letter of good standing is still open, but I see no way to upload it. Is it for me or for my school?',
    reads: [['onboarding-steps', 'Onboarding steps', 'partly']],
    searches: ['letter good standing'],
    page: '/demo/rotations/pediatrics-lakeshore',
  })
  ago(2.8 * HOUR)
  await replies(
    omar,
    letter,
    'Hi Maya, it is for your school: Priya Raman uploads it, and I have reminded her. Your immunization record is yours, though, and due in four days.',
  )

  ago(1.25 * HOUR)
  const white = await asks(
    student('ww-9518', 'Yusuf Demir', 'yusuf.demir@eastmoor.example', 'Eastmoor School of Medicine'),
    {
      type: 'problem',
      answers: { where: 'Rotation Marketplace, “Save changes”', since: 'today' },
      text: 'I filled in all three parts of my application and chose “Save changes”. The page stays white, and what I typed is gone.',
      page: '/demo/search',
    },
  )
  ago(1.15 * HOUR)
  await replies(ines, white, 'I am sorry, Yusuf. In which browser, and with which rotation?')
  await arranges(async (past) => {
    const urgent = await prioritise(tx, past, ines, await getTicket(tx, white), 'urgent')
    await changeTags(tx, past, ines, urgent, { add: ['marketplace'], remove: [] })
  })
  ago(15)
  await writes(white, 'Safari on an iPad, with *Emergency Medicine* at Lakeshore. It closes tonight!')
  ago(12)
  await notes(ines, white, `@${omar.name} did anybody else write of this today?`)

  ago(52)
  await asksToMerge(ELENA, ELENA_AT_SCHOOL.email)

  ago(41)
  const invitation = await asks(guest('Grace Mwangi', 'grace.mwangi@mail.example'), {
    type: 'invitation_missing',
    answers: { address: 'grace.mwangi@mail.example', sender: 'Eastmoor School of Medicine' },
    text: 'Everybody else in my class has theirs.',
  })
  ago(32)
  await replies(omar, invitation, 'Hi Grace, we sent it yesterday. Could it be in the folder for spam?')
  ago(4)
  await writes(invitation, 'It was, thank you! But now the link says that it has expired.')

  ago(26)
  await asks(student('ww-9560', 'Ola Nilsen', 'ola.nilsen@calder.example', 'Calder College of Nursing'), {
    type: 'document_rejected',
    answers: {
      rotation: { id: 'critical-care-elmgate', label: 'Critical Care, Elmgate Hospital', seal: '' },
      document: 'immunization',
      reason: 'The second page cannot be read.',
    },
    text: 'It is the same scan as last year, and then it was fine.',
  })

  ago(9)
  await asks(guest('Hana Sato', 'hana.sato@mail.example'), {
    text: 'It says that the user already exists, but I have never signed up here. What do I do?',
    reads: [['user-already-exists', 'It says "user already exists" when I sign up', 'no']],
    searches: ['user exists', 'cant sign up'],
    page: '/demo/sign-up',
  })
}

/** While somebody looks on. */
export async function somebodyWrites(
  commit: Commit,
  { contacts, tickets }: { contacts: Contacts; tickets: Tickets },
): Promise<void> {
  await commit(async (tx) => {
    const who = student('ww-9603', 'Ingrid Vale', 'ingrid.vale@northfield.example', 'Northfield University')
    await tickets.open(tx, await contacts.enterVerified(tx, claimsOf(who)), {
      clientId: 'demo-writes-now',
      type: 'question',
      text: 'Can my preceptor read what I write under Activity?',
      handover: { reads: [], searches: ['who can see comments'], page: '/demo' },
    })
  })
}

interface Asked {
  type?: string
  answers?: Parameters<Tickets['open']>[2]['answers']
  text: string
  reads?: [slug: string, title: string, helped: 'yes' | 'partly' | 'no'][]
  searches?: string[]
  page?: string
}

type Who = Pick<Member, 'name' | 'email'> &
  Partial<Pick<Member, 'externalId' | 'school' | 'discipline' | 'year'>>

const student = (externalId: string, name: string, email: string, school: string): Who => ({
  ...{ externalId, name, email, school },
})
const guest = (name: string, email: string): Who => ({ name, email })

function claimsOf({ externalId = '', name, email, school, discipline, year }: Who) {
  const known = Object.entries({ school, discipline, year }).flatMap(([key, value]) =>
    value ? [[key, value]] : [],
  )
  const attributes: Record<string, string> = Object.fromEntries(known)
  return { sub: externalId, name, email, emailVerified: true, locale: 'en', attributes, signedAt: null }
}

/** What people and agents do, at the time that was named last. */
function tellerOf(tx: Unit, { types, policies, mails, now }: Telling) {
  let at = now()
  const past = realParts(() => at)
  const clocks = slaClocks({ now: past.now, policies })
  const tickets = ticketRules({ ...past, clocks, forms: { types, isSealed: () => true } })
  const contacts = contactRules(past)
  const enters = (who: Who) =>
    who.externalId
      ? contacts.enterVerified(tx, claimsOf(who))
      : contacts.enterGuest(tx, { ...who, locale: 'en' })

  return {
    ago(minutes: number) {
      at = new Date(now().getTime() - minutes * MINUTE_MS)
    },

    /** Where the types are somebody's own and ask other things, it is a plain question. @returns the ticket's id */
    async asks(who: Who, { answers = {}, text, reads = [], searches = [], page = '/demo', ...asked }: Asked) {
      const contact = await enters(who)
      const type = types.find(asked.type ?? '')
      const fits =
        type && mayOpen(type, contact.identity) && faultsIn(types.form(type).fields, answers).length === 0
      const { ticket } = await tickets.open(
        tx,
        contact,
        {
          clientId: past.newId('cli'),
          ...(fits ? { type: type.name, answers } : { type: 'question' }),
          text,
          handover: {
            reads: reads.map(([slug, title, helped]) => ({ slug, title, helped })),
            searches,
            page,
          },
        },
        past.now().toISOString(),
      )
      return ticket.id
    },

    async writes(ticketId: string, text: string) {
      const contact = await tx.contacts.find((await getTicket(tx, ticketId)).contactId)
      if (contact) await tickets.sendAsContact(tx, contact, { clientId: past.newId('cli'), ticketId, text })
    },

    async replies(agent: AgentRecord, ticketId: string, text: string, { isSeen = false } = {}) {
      const sent = await tickets.sendAsAgent(tx, agent, { clientId: past.newId('cli'), ticketId, text })
      if (isSeen) await tickets.see(tx, sent.ticket, 'contact', sent.ticket.newestSequence)
    },

    notes: (agent: AgentRecord, ticketId: string, text: string) =>
      tickets.writeNote(tx, agent, { clientId: past.newId('cli'), ticketId, text }),

    arranges: (change: (past: Parts) => Promise<unknown>) => change(past),

    /** Asked for and proved: what is left is to decide. */
    async asksToMerge(who: Who, fromEmail: string) {
      let code = ''
      const newCode = () => {
        code = past.newCode()
        return code
      }
      const proofs = addressProofRules({ ...past, newCode })
      const merges = mergeRules({
        ...past,
        proofs,
        tickets,
        contacts,
        mails,
        // Nothing is decided here, so nothing is carried out.
        webhookUrl: null,
        coolingOffMs: 0,
        secondApproval: 'elevated',
        undoMs: 0,
      })
      const contact = await enters(who)
      const sides = { vouchedAt: past.now().toISOString(), network: null }
      const { id } = await merges.start(tx, contact, { clientId: past.newId('cli'), fromEmail }, sides)
      orThrow(await merges.prove(tx, contact, id, code))
    },
  }
}

/** So long ago that the desk has been open for `minutes` since: a night or a weekend counts for nothing. */
async function openMinutesAgo(tx: Unit, now: Date, minutes: number): Promise<number> {
  const time = countedTime((await tx.openingHours.find())?.hours ?? null)
  const isOpenFor = (ago: number) => time.between(now.getTime() - ago * MINUTE_MS, now.getTime()) / MINUTE_MS
  let ago = minutes
  while (isOpenFor(ago) < minutes) ago += MINUTES_A_LOOK
  return ago
}
const MINUTES_A_LOOK = 15
