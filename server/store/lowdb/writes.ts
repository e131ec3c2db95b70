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
  /** Of an entry or a note that of its ticket, which with its position names it. */
  readonly key: string
  /** JSON; null for a record that is removed. */
  readonly text: string | null
  /** The document it lies in. */
  readonly home: string
  readonly filed: Filed
  /** Entries and notes: the place in the thread, from 1. 0 for all others. */
  readonly position: number
}

/**
 * A name, what sorts the record under it, the next name, and so on: an object for each would be eight megabytes of ten thousand people. What
 * stands in the list of a name is made when it is put there: a busy ticket changes more often than somebody looks.
 */
export type Filed = readonly string[]

export function writeOf<Name extends ResidentName>(
  collection: Name,
  record: Residents[Name],
  text: string = JSON.stringify(record),
): Write {
  const { key: keyOf, home, filings } = residents[collection]
  const key = keyOf(record)
  return { collection, key, text, home: home(record), filed: fileUnder(filings?.(record)), position: 0 }
}

export const NOWHERE: Filed = []

function fileUnder(filings: readonly Filing[] | undefined): Filed {
  if (!filings) return NOWHERE
  const filed: string[] = []
  for (const { under, order = '' } of filings)
    if (orderUnder(filed, under) === undefined) filed.push(under, order)
  // One that grew has room for seventeen, as long as its record is kept.
  return filed.slice()
}

export function orderUnder(filed: Filed, under: string): string | undefined {
  for (let at = 0; at < filed.length; at += 2) if (filed[at] === under) return filed[at + 1]
  return undefined
}

/** What stands in the sorted list of a name. */
export const entryOf = (order: string, key: string): string => `${order} ${key}`

export function removalOf(collection: RemovableName, key: string): Write {
  return { collection, key, text: null, home: homesOfRemoved[collection](key), filed: NOWHERE, position: 0 }
}

export function threadWriteOf<Name extends ThreadName>(collection: Name, record: Threads[Name]): Write {
  const position = 'sequence' in record ? record.sequence : record.noteSequence
  const { ticketId } = record
  return {
    collection,
    key: ticketId,
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

export function keyOfEntry(entry: string): string {
  return entry.slice(entry.indexOf(' ') + 1)
}

export function orderOfEntry(entry: string): string {
  return entry.slice(0, entry.indexOf(' '))
}
