// One of each noun, put in two commits, and the questions that find them all again: what was acknowledged.

import type { Store } from '../../server/store/store.ts'
import {
  at,
  attachment,
  clientId,
  draft,
  feedback,
  leo,
  macro,
  maya,
  merge,
  message,
  note,
  omar,
  proof,
  rating,
  rule,
  session,
  team,
  ticket,
  view,
  work,
} from './records.ts'

const ofLeo = (reader: string) => feedback(reader, { slug: 'edit-profile', contactId: leo.id })

export async function putEverything(store: Store): Promise<void> {
  await store.commit(async (tx) => {
    await tx.contacts.put(maya)
    await tx.contacts.put(leo)
    await tx.sessions.put(session('ses_1', maya.id))
    await tx.agents.put(omar)
    await tx.agentSessions.put({
      ...{ id: 'ags_1', agentId: omar.id, tokenHash: 'of-omar', endedAt: null, device: 'Firefox on Windows' },
      ...{ createdAt: at(1), expiresAt: at(600) },
    })
    await tx.mails.put({
      ...{ id: 'mal_1', to: 'maya@northfield.edu', subject: 'An answer', text: 'On ward “three”.' },
      ...{ state: 'sent', attempts: [{ at: at(2), outcome: 'sent' }], createdAt: at(1) },
    })
    await tx.deliveries.put({
      ...{ id: 'dlv_1', type: 'account_merge.approved', url: 'https://host.example/hook', body: '{"a":"é"}' },
      ...{ mergeId: 'mrg_1', state: 'waiting', attempts: [], createdAt: at(1) },
    })
    await tx.searchFinds.put({
      ...{ slug: 'parking', locale: 'en', phrasings: [{ query: 'garage', times: 3, at: at(1) }] },
    })
    await tx.tickets.nextNumber()
    await tx.tickets.put(ticket('tkt_1', { newestSequence: 1 }))
    await tx.entries.append(message('tkt_1', 1, 'It says “alredy exists” 👩🏽‍⚕️'))
    await tx.clientIds.put(clientId(maya.id, 'client-1', { ticketId: 'tkt_1', sequence: 1 }))
    await tx.merges.put(merge('mrg_1', { proofId: 'adp_1' }))
    await tx.clientIds.put(clientId(leo.id, 'client-1', { mergeId: 'mrg_1' }))
    await tx.addressProofs.put(proof('adp_1', 'leo@home.example', at(1)))
    await tx.dueWork.put(work('Merge.expire:mrg_1', at(60)))
    await tx.dueWork.put(work('mail-1', at(1)))
    await tx.feedback.put(feedback('maya'))
    await tx.feedback.put(ofLeo('leo'))
    await tx.attachments.put(attachment('att_1'))
    await tx.openingHours.put({ version: 1, hours: null, changedBy: omar.name, changedAt: at(1) })
    await tx.ratings.put(rating('tkt_9', 1))
    await tx.accessSettings.put({ requiresSecondFactor: true, changedBy: omar.name, changedAt: at(1) })
    await tx.accessLog.put({
      ...{ id: 'acl_1', at: at(1), what: 'agent.joined', by: null, of: null, detail: null },
    })
    await tx.settings.put({
      ...{ id: 'origins', version: 1, value: ['https://app.example'] },
      ...{ changedBy: omar.name, changedAt: at(1) },
    })
    await tx.secrets.put({ id: 'attachment-addresses', bytes: 'c2VjcmV0' })
    await tx.views.put(view('viw_1'))
    await tx.views.put(view('viw_2'))
    await tx.tags.put({ id: 'late arrival', createdAt: at(1) })
    await tx.attachments.put(attachment('att_2'))
    await tx.rules.put(rule('rul_1'))
    await tx.rules.put(rule('rul_2'))
    await tx.macros.put(macro('mac_1'))
    await tx.macros.put(macro('mac_2'))
    await tx.drafts.put(draft('tkt_1'))
    await tx.teams.put(team('Accounts'))
    await tx.drafts.put(draft('tkt_1', { as: 'note' }))
    await tx.searchGaps.put({ id: 'gap_1', locale: 'en', query: 'parking', at: at(1) })
  })
  await store.commit(async (tx) => {
    await tx.entries.append(message('tkt_1', 2))
    await tx.notes.append(note('tkt_1', 1))
    await tx.tickets.put(ticket('tkt_1', { newestSequence: 2, newestNote: 1, assigneeId: omar.id }))
    await tx.attachments.put({ ...attachment('att_1'), type: 'image/png', ticketId: 'tkt_1' })
    await tx.attachments.remove('att_2')
    await tx.macros.remove('mac_2')
    await tx.drafts.remove(draft('tkt_1', { as: 'note' }))
    await tx.rules.remove('rul_2')
    await tx.views.remove('viw_2')
    await tx.feedback.remove(ofLeo('leo'))
    await tx.feedback.put(ofLeo('leo again'))
    await tx.dueWork.remove('mail-1')
  })
}

export async function readEverything({ read }: Store): Promise<object> {
  return {
    maya: await read.contacts.findByExternalId('host-ctc_maya'),
    leo: await read.contacts.find(leo.id),
    sessions: await read.sessions.listForContact(maya.id),
    agents: await read.agents.list(),
    agentSessions: await read.agentSessions.listForAgent(omar.id),
    mail: await read.mails.find('mal_1'),
    deliveries: await read.deliveries.list({ limit: 10 }),
    finds: await read.searchFinds.list(10),
    mine: await read.tickets.list({ view: 'mine', agentId: omar.id, limit: 10 }),
    unassigned: await read.tickets.list({ view: 'unassigned', agentId: omar.id, limit: 10 }),
    entries: await read.entries.after('tkt_1', 0, 10),
    notes: await read.notes.after('tkt_1', 0, 1_000),
    mayasClientId: await read.clientIds.find(maya.id, 'client-1'),
    leosClientId: await read.clientIds.find(leo.id, 'client-1'),
    merge: await read.merges.findOpenWith({ email: 'leo@home.example' }),
    codes: (await read.addressProofs.listSince('leo@home.example', at(0))).length,
    works: [await read.dueWork.find('Merge.expire:mrg_1'), await read.dueWork.find('mail-1')],
    nextDueAt: await read.dueWork.nextDueAt(),
    feedback: await read.feedback.counts('user-already-exists', 'en'),
    leosFeedback: await read.feedback.listForContact(leo.id, 10),
    attachments: [await read.attachments.find('att_1'), await read.attachments.find('att_2')],
    hours: await read.openingHours.find(),
    access: [await read.accessSettings.find(), await read.accessLog.list({ limit: 10 })],
    ratings: await read.ratings.list('tkt_9'),
    origins: await read.settings.find('origins'),
    secret: await read.secrets.find('attachment-addresses'),
    tags: await read.tags.list(10),
    views: await read.views.list(),
    gaps: await read.searchGaps.list(10),
    macros: await read.macros.list(),
    teams: await read.teams.list(),
    drafts: await read.drafts.listForAgent(omar.id),
    rules: await read.rules.list(),
  }
}
