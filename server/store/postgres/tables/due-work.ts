// Work with a time at which it is due, and what it sends: mails, and deliveries to endpoints. Partner: ../../../due-work.ts, which claims and runs it.

import { availableAt, type DeliveryRecord, type DueWorkRecord, type MailRecord } from '../../records.ts'
import type { Claim, Deliveries, DueWork, Mails } from '../../store.ts'
import { EVERYTHING, type Question } from '../question.ts'
import { first, removeAll, Table } from './table.ts'

export class DueWorkTable extends Table implements DueWork {
  find(id: string) {
    return this.view.find('dueWork', id)
  }

  claim(query: Claim) {
    return this.view.claim(query)
  }

  async nextDueAt() {
    const soonest = await first(this.view.list(soonestWork))
    return soonest && availableAt(soonest)
  }

  put(work: DueWorkRecord) {
    return this.view.put('dueWork', work)
  }

  remove(id: string) {
    return this.view.remove('dueWork', id)
  }
}

export const soonestWork: Question<'dueWork'> = {
  name: 'dueWork',
  called: 'soonest due work',
  ...EVERYTHING,
  order: 'available_at, id',
  limit: 1,
  place: (work) => [availableAt(work), work.id],
}

export class MailsTable extends Table implements Mails {
  find(id: string) {
    return this.view.find('mails', id)
  }

  put(mail: MailRecord) {
    return this.view.put('mails', mail)
  }

  remove(id: string) {
    return this.view.remove('mails', id)
  }

  removeOld(before: string, limit: number) {
    return removeAll(this.view, 'mails', oldMails(before, limit))
  }
}

const oldMails = (before: string, limit: number): Question<'mails'> => ({
  name: 'mails',
  called: 'old mails',
  where: "created_at < $1::timestamptz AND record->>'state' <> 'queued'",
  order: 'created_at, id',
  values: [before],
  limit,
  belongs: ({ createdAt, state }) => createdAt < before && state !== 'queued',
  place: ({ createdAt, id }) => [createdAt, id],
})

export class DeliveriesTable extends Table implements Deliveries {
  find(id: string) {
    return this.view.find('deliveries', id)
  }

  list({ before, limit }: Parameters<Deliveries['list']>[0]) {
    return this.view.list(deliveries(before, limit))
  }

  put(delivery: DeliveryRecord) {
    return this.view.put('deliveries', delivery)
  }

  removeOld(before: string, limit: number) {
    return removeAll(this.view, 'deliveries', oldDeliveries(before, limit))
  }
}

const deliveries = (
  before: Parameters<Deliveries['list']>[0]['before'],
  limit: number,
): Question<'deliveries'> => ({
  name: 'deliveries',
  called: `newest deliveries${before ? ', next page' : ''}`,
  where: before ? '(created_at, id) < ($1::timestamptz, $2)' : 'true',
  order: 'created_at DESC, id DESC',
  values: before ? [before.createdAt, before.id] : [],
  limit,
  belongs: ({ createdAt, id }) =>
    !before || createdAt < before.createdAt || (createdAt === before.createdAt && id < before.id),
  place: ({ createdAt, id }) => [createdAt, id],
  descending: true,
})

const oldDeliveries = (before: string, limit: number): Question<'deliveries'> => ({
  name: 'deliveries',
  called: 'old deliveries',
  where: "created_at < $1::timestamptz AND merge_id IS NULL AND record->>'state' <> 'waiting'",
  order: 'created_at, id',
  values: [before],
  limit,
  belongs: ({ createdAt, mergeId, state }) => createdAt < before && mergeId === null && state !== 'waiting',
  place: ({ createdAt, id }) => [createdAt, id],
})
