// Records as the rules would put them, for tests that know the store and no rules: Maya and Leo ask, Omar and
// Ines answer. Everything has a plain default; a scene names what it is about.

import type {
  AddressProofRecord,
  AgentRecord,
  AttachmentRecord,
  ClientIdRecord,
  ContactRecord,
  DraftRecord,
  DueWorkRecord,
  EntryRecord,
  FeedbackRecord,
  MacroRecord,
  MergeRecord,
  NoteRecord,
  RatingRecord,
  RuleRecord,
  SessionRecord,
  TeamRecord,
  TicketRecord,
  ViewRecord,
} from '../../server/store/records.ts'

/** An instant of the scene: minutes after nine in the morning. */
export function at(minutes: number): string {
  return new Date(Date.UTC(2026, 10, 23, 9) + minutes * 60_000).toISOString()
}

export function contact(id: string, name: string): ContactRecord {
  return {
    id,
    identity: 'verified',
    externalId: `host-${id}`,
    name,
    email: `${name.toLowerCase()}@school.example`,
    emailVerified: true,
    locale: 'en',
    attributes: { year: 3 },
    attributesSignedAt: at(0),
    createdAt: at(0),
    lastSeenAt: at(0),
  }
}

export const maya = contact('ctc_maya', 'Maya')
export const leo = contact('ctc_leo', 'Leo')

function agent(id: string, name: string, createdAt: string): AgentRecord {
  return {
    id,
    name,
    email: `${name.toLowerCase()}@desk.example`,
    roles: ['agent'],
    passwordHash: 'scrypt$…',
    createdAt,
    disabledAt: null,
  }
}

export const omar = agent('agt_omar', 'Omar', at(-20))
export const ines = agent('agt_ines', 'Ines', at(-10))

export function session(id: string, contactId: string, facts: Partial<SessionRecord> = {}): SessionRecord {
  return {
    id,
    contactId,
    tokenHash: `hash of ${id}`,
    createdAt: at(0),
    expiresAt: at(24 * 60),
    endedAt: null,
    ...facts,
  }
}

export function ticket(id: string, facts: Partial<TicketRecord> = {}): TicketRecord {
  return {
    id,
    number: 1,
    type: 'question',
    state: 'open',
    subject: 'My rotation is not there',
    contactId: maya.id,
    assigneeId: null,
    mergeId: null,
    createdAt: at(0),
    updatedAt: at(0),
    newestSequence: 0,
    newestNote: 0,
    seenByContact: 0,
    seenByAgent: 0,
    mailedUpTo: 0,
    lastEntry: { sequence: 0, author: 'contact', name: maya.name, snippet: '', at: at(0) },
    waitingSince: null,
    firstReplyAt: null,
    handover: { reads: [], searches: ['alredy exists'] },
    ...facts,
  }
}

export function message(ticketId: string, sequence: number, text = `message ${sequence}`): EntryRecord {
  return {
    kind: 'message',
    id: `msg_${ticketId}_${sequence}`,
    ticketId,
    sequence,
    clientId: `client-${ticketId}-${sequence}`,
    author: { kind: 'contact', id: maya.id, name: maya.name },
    text,
    createdAt: at(sequence),
  }
}

export function note(ticketId: string, noteSequence: number): NoteRecord {
  return {
    kind: 'note',
    id: `not_${ticketId}_${noteSequence}`,
    ticketId,
    noteSequence,
    afterSequence: 0,
    clientId: `client-note-${ticketId}-${noteSequence}`,
    author: { id: omar.id, name: omar.name },
    text: `note ${noteSequence}`,
    createdAt: at(noteSequence),
  }
}

export function clientId(
  writerId: string,
  name: string,
  became: Partial<ClientIdRecord> = {},
): ClientIdRecord {
  return {
    writerId,
    clientId: name,
    fingerprint: `fingerprint of ${name}`,
    ticketId: null,
    sequence: null,
    noteId: null,
    mergeId: null,
    ...became,
  }
}

export function proof(
  id: string,
  email: string,
  createdAt: string,
  facts: Partial<AddressProofRecord> = {},
): AddressProofRecord {
  return {
    id,
    purpose: 'merge',
    boundTo: null,
    email,
    name: null,
    codeHash: 'hash',
    createdAt,
    expiresAt: at(10),
    triesLeft: 3,
    endedAt: null,
    ...facts,
  }
}

export function merge(id: string, facts: Partial<MergeRecord> = {}): MergeRecord {
  return {
    id,
    ticketId: null,
    state: 'proof_sent',
    into: { contactId: leo.id, externalId: 'host-ctc_leo', email: 'leo@school.example' },
    from: { email: 'leo@home.example', externalId: null },
    proofId: null,
    provedAt: null,
    previewHash: null,
    decision: null,
    executeAt: null,
    deliveryId: null,
    stopTokenHashes: [],
    reason: null,
    trail: [],
    createdAt: at(0),
    updatedAt: at(0),
    ...facts,
  }
}

export function work(id: string, dueAt: string, facts: Partial<DueWorkRecord> = {}): DueWorkRecord {
  return {
    id,
    kind: 'mail.send',
    subjectId: 'mal_1',
    dueAt,
    attempts: 0,
    leaseUntil: null,
    lastError: null,
    ...facts,
  }
}

export function feedback(readerHash: string, facts: Partial<FeedbackRecord> = {}): FeedbackRecord {
  return {
    slug: 'user-already-exists',
    locale: 'en',
    version: 'v1',
    readerHash,
    answer: 'yes',
    comment: null,
    at: at(0),
    ...facts,
  }
}

export function attachment(id: string, facts: Partial<AttachmentRecord> = {}): AttachmentRecord {
  return {
    id,
    uploader: { kind: 'contact', id: maya.id },
    name: 'shot.png',
    size: 1_000,
    type: null,
    width: null,
    height: null,
    createdAt: at(1),
    ticketId: null,
    isOfNote: false,
    ...facts,
  }
}

export function rating(ticketId: string, solved: number, facts: Partial<RatingRecord> = {}): RatingRecord {
  return {
    ticketId,
    solved,
    score: 5,
    comment: '',
    agent: { id: omar.id, name: omar.name },
    ratedAt: at(solved),
    changedAt: null,
    ...facts,
  }
}

export function macro(id: string, facts: Partial<MacroRecord> = {}): MacroRecord {
  return {
    id,
    name: 'Ask which rotation',
    as: 'reply',
    text: 'Hi {{contact.first_name|there}}',
    actions: [],
    types: [],
    teams: [],
    isOwn: false,
    ownerId: null,
    version: 1,
    changedBy: 'Ines',
    changedAt: at(0),
    uses: 0,
    ...facts,
  }
}

export function draft(ticketId: string, facts: Partial<DraftRecord> = {}): DraftRecord {
  return {
    agentId: omar.id,
    ticketId,
    as: 'reply',
    text: 'Under Onboarding, then',
    answers: 1,
    macros: [],
    actions: [],
    version: 'dra_1',
    savedAt: at(1),
    ...facts,
  }
}

export function team(name: string, facts: Partial<TeamRecord> = {}): TeamRecord {
  return {
    ...{ name, members: [omar.id], byTurns: true, limit: 10, takeBackMinutes: 30 },
    ...{ version: 1, changedBy: 'Ines', changedAt: at(0), gotAt: { [omar.id]: at(1) } },
    ...facts,
  }
}

export const rule = (id: string, changes: Partial<RuleRecord> = {}): RuleRecord => ({
  id,
  name: 'Locked out',
  when: { on: 'contact_wrote' },
  conditions: { filter: { assignees: ['nobody'] }, words: ['locked out'] },
  actions: [{ do: 'priority', to: 'urgent' }],
  isOn: false,
  onSince: null,
  place: 0,
  trial: null,
  version: 1,
  changedBy: 'Ines',
  changedAt: at(0),
  figures: { runs: 0, lastRunAt: null, trouble: null },
  ...changes,
})

export const view = (id: string, changes: Partial<ViewRecord> = {}): ViewRecord => ({
  id,
  name: 'Late, and about the lab',
  filter: { tags: ['lab'], waitsLongerThanMinutes: 60 },
  sort: 'longest_wait',
  isOwn: false,
  ownerId: null,
  place: 0,
  version: 1,
  changedBy: 'Ines',
  ...changes,
})
