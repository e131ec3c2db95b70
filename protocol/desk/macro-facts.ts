// What is known of a place in a macro's text, of one ticket: for the console, where agents insert it, and for the server, where a
// rule sends it. Partner: macro-text.ts.

import type { Contact, DeskTicket } from '../entities.ts'
import { firstNameOf } from './macro-text.ts'

export interface Facts {
  ticket: Pick<DeskTicket, 'number' | 'subject' | 'answers'>
  typeName: string
  contact: Pick<Contact, 'name' | 'email' | 'attributes'>
  agentName: string
}

/** undefined, or empty: what the text says otherwise stands there. */
export function knownOf({ ticket, typeName, contact, agentName }: Facts) {
  return (name: string): string | undefined => {
    if (name.startsWith('attribute.')) {
      const value = Object.hasOwn(contact.attributes, name.slice(10))
        ? contact.attributes[name.slice(10)]
        : ''
      return String(value)
    }
    if (name.startsWith('answer.'))
      return ticket.answers?.find(({ field }) => field === name.slice('answer.'.length))?.text
    return {
      'contact.first_name': firstNameOf(contact.name),
      'contact.name': contact.name.includes('@') ? undefined : contact.name,
      'contact.email': contact.email ?? undefined,
      'ticket.number': String(ticket.number),
      'ticket.subject': ticket.subject,
      'ticket.type': typeName,
      'agent.first_name': firstNameOf(agentName) ?? agentName,
      'agent.name': agentName,
    }[name]
  }
}
