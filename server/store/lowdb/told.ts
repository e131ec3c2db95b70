// What a record says of what filters ask: taken out of its text once, of the fields that some filter names and no others. Of a ticket that
// is not solved it stays beside its row for as long as that is the same; of the others, which are most, it is read when it is asked for.
// Partners: held.ts; ../facets.ts.

import { type Fact, factsOfContact, factsOfTicket, isOfContact } from '../../../protocol/desk/fields.ts'
import type { Facets } from '../../../protocol/desk/filtering.ts'
import type { TicketFilter } from '../../../protocol/desk/filters.ts'
import { askedTicket, facetsOfRecord } from '../facets.ts'
import type { ContactRecord, TicketRecord } from '../records.ts'

/** Fields that filters name: of tickets, and of their contacts. */
export interface Fields {
  ofTicket: readonly string[]
  ofContact: readonly string[]
}

type FactsOf = ReadonlyMap<string, readonly Fact[]>

export interface ToldTicket {
  facets: Omit<Facets, 'identity'>
  contactId: string
  facts: FactsOf
}

export interface ToldContact {
  identity: Facets['identity']
  facts: FactsOf
}

export const NO_FIELDS: Fields = { ofTicket: [], ofContact: [] }

export function fieldsOf(filters: readonly TicketFilter[]): Fields {
  const all = [...new Set(filters.flatMap(({ fields = [] }) => fields.map(({ field }) => field)))]
  return { ofTicket: all.filter((field) => !isOfContact(field)), ofContact: all.filter(isOfContact) }
}

/** @param known of this very text */
export function ticketTold(text: string, { ofTicket }: Fields, known: ToldTicket | null): ToldTicket {
  if (known && hasAll(known.facts, ofTicket)) return known
  const ticket: TicketRecord = JSON.parse(text)
  const asked = ofTicket.length > 0 ? askedTicket(ticket) : null
  return {
    facets: known?.facets ?? facetsOfRecord(ticket),
    contactId: ticket.contactId,
    facts: asked ? more(known?.facts, ofTicket, (field) => factsOfTicket(asked, field)) : NO_FACTS,
  }
}

/** @param known of this very text */
export function contactTold(text: string, { ofContact }: Fields, known: ToldContact | null): ToldContact {
  if (known && hasAll(known.facts, ofContact)) return known
  const contact: ContactRecord = JSON.parse(text)
  const facts = more(known?.facts, ofContact, (field) => factsOfContact(contact, field))
  return { identity: contact.identity, facts }
}

const NO_FACTS: FactsOf = new Map()
const hasAll = (facts: FactsOf, fields: readonly string[]) => fields.every((field) => facts.has(field))

function more(known: FactsOf | undefined, fields: readonly string[], of: (field: string) => Fact[]): FactsOf {
  const facts = new Map(known)
  for (const field of fields) if (!facts.has(field)) facts.set(field, of(field))
  return facts
}
