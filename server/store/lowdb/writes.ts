// One changed record on its way: from a commit's work through the journal into memory. It carries text, never
// objects: what is kept is JSON text, so nobody who put or read a record can change it afterwards.

import type { ClientIdRecord } from '../records.ts'
import {
  type CollectionName,
  clientIdHome,
  clientIdKey,
  type Filing,
  homesOfRemoved,
  type RemovableName,
  type ResidentName,
  type Residents,
  residents,
  type ThreadName,
  type Threads,
  ticketHome,
} from './collections.ts'

export interface Write {
  readonly collection: CollectionName
  readonly key: string
  /** JSON; null for a record that is removed. */
  readonly text: string | null
  /** The document it lies in. */
  readonly home: string
  readonly filed: readonly Filed[]
  /** Entries and notes: the place in the thread, from 1. 0 for all others. */
  readonly position: number
}

/** `entry` is what stands in the sorted list of that name: order, a space, key. */
export interface Filed {
  readonly under: string
  readonly entry: string
}

export function writeOf<Name extends ResidentName>(
  collection: Name,
  record: Residents[Name],
  text: string = JSON.stringify(record),
): Write {
  const { key: keyOf, home, filings } = residents[collection]
  const key = keyOf(record)
  return { collection, key, text, home: home(record), filed: fileUnder(key, filings?.(record)), position: 0 }
}

const NOWHERE: readonly Filed[] = []

function fileUnder(key: string, filings: readonly Filing[] | undefined): readonly Filed[] {
  if (!filings) return NOWHERE
  const filed: Filed[] = []
  // Most filings of a record have one order: then they share one string.
  let entry = ` ${key}`
  let entryOrder = ''
  for (const { under, order = '' } of filings) {
    if (order !== entryOrder) {
      entry = `${order} ${key}`
      entryOrder = order
    }
    if (!filed.some((other) => other.under === under)) filed.push({ under, entry })
  }
  return filed
}

export function removalOf(collection: RemovableName, key: string): Write {
  return { collection, key, text: null, home: homesOfRemoved[collection](key), filed: NOWHERE, position: 0 }
}

export function threadWriteOf<Name extends ThreadName>(collection: Name, record: Threads[Name]): Write {
  const position = 'sequence' in record ? record.sequence : record.noteSequence
  const { ticketId } = record
  const key = threadKey(ticketId, position)
  return {
    collection,
    key,
    text: JSON.stringify(record),
    home: ticketHome(ticketId),
    filed: NOWHERE,
    position,
  }
}

export function clientIdWriteOf(record: ClientIdRecord, text: string = JSON.stringify(record)): Write {
  const key = clientIdKey(record.writerId, record.clientId)
  return { collection: 'clientIds', key, text, home: clientIdHome(record), filed: NOWHERE, position: 0 }
}

export const threadKey = (ticketId: string, position: number) => `${ticketId} ${position}`

export function keyOfEntry(entry: string): string {
  return entry.slice(entry.indexOf(' ') + 1)
}

export function orderOfEntry(entry: string): string {
  return entry.slice(0, entry.indexOf(' '))
}
