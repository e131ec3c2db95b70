// Work with a time at which it is due, and what it sends: mails, and deliveries to endpoints. Partner: ../../../due-work.ts, which claims and runs it.

import { availableAt, type DeliveryRecord, type DueWorkRecord, type MailRecord } from '../../records.ts'
import type { Claim, Deliveries, DueWork, Mails } from '../../store.ts'
import { entryOf, removalOf } from '../writes.ts'
import { NEWEST_FIRST, OLDEST_FIRST, removeOld, Table } from './table.ts'

/** Behind each key. */
const LAST_KEY = '\uffff'

export class DueWorkTable extends Table implements DueWork {
  async find(id: string) {
    return this.view.find('dueWork', id)
  }

  async claim({ now, leaseUntil, limit, isNewestFirst }: Claim) {
    const first = this.view.listUnder('dueWork', 'available', {
      direction: isNewestFirst ? NEWEST_FIRST : OLDEST_FIRST,
      past: isNewestFirst ? entryOf(now, LAST_KEY) : undefined,
      limit,
    })
    const claimed = first.filter((work) => availableAt(work) <= now)
    claimed.sort((one, other) => (one.dueAt < other.dueAt ? -1 : 1))
    for (const work of claimed) {
      work.leaseUntil = leaseUntil
      this.view.put('dueWork', work)
    }
    return claimed
  }

  async nextDueAt() {
    const soonest = this.view.findUnder('dueWork', 'available')
    return soonest && availableAt(soonest)
  }

  async put(work: DueWorkRecord) {
    this.view.put('dueWork', work)
  }

  async remove(id: string) {
    this.view.write(removalOf('dueWork', id))
  }
}

export class MailsTable extends Table implements Mails {
  async find(id: string) {
    return this.view.find('mails', id)
  }

  async put(mail: MailRecord) {
    this.view.put('mails', mail)
  }

  async remove(id: string) {
    this.view.write(removalOf('mails', id))
  }

  async removeOld(before: string, limit: number) {
    return removeOld(this.view, 'mails', 'ended', before, limit)
  }
}

export class DeliveriesTable extends Table implements Deliveries {
  async find(id: string) {
    return this.view.find('deliveries', id)
  }

  async list({ before, limit }: Parameters<Deliveries['list']>[0]) {
    const past = before && `${before.createdAt} ${before.id}`
    return this.view.listUnder('deliveries', 'all', { direction: NEWEST_FIRST, past, limit })
  }

  async put(delivery: DeliveryRecord) {
    this.view.put('deliveries', delivery)
  }

  async removeOld(before: string, limit: number) {
    return removeOld(this.view, 'deliveries', 'ended', before, limit)
  }
}
