// Contacts that a search over tickets names, above the tickets: those who have none are found here alone.

import { useEffect, useState } from 'preact/hooks'
import type { FoundContact } from '../../../protocol/desk/contacts.ts'
import { GuestIcon, VerifiedIcon } from '../../../ui/icons.tsx'
import { contactsFor } from '../../facts/named-contacts.ts'
import look from '../../look/found-contacts.css'
import { addressOf, goOnClick, route } from '../../route.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'

adopt(look)

/** Of the search: the list is of tickets. */
const SHOWN = 3

export function FoundContacts({ words }: { words: readonly string[] }) {
  const [contacts, setContacts] = useState<readonly FoundContact[]>([])
  const asked = words.join(' ')
  useEffect(() => {
    let isMeant = true
    if (asked.length < 2) setContacts([])
    else void contactsFor(words).then((found) => isMeant && setContacts(found))
    return () => {
      isMeant = false
    }
  }, [asked])
  if (contacts.length === 0) return null
  return (
    <ul class="found-contacts" aria-label={strings.search.contacts}>
      {contacts.slice(0, SHOWN).map(({ id, name, email, identity }) => {
        const place = { ticketId: null, pane: 'person', contactId: id } as const
        return (
          <li key={id}>
            <a href={addressOf({ ...route.value, ...place })} onClick={goOnClick(place)}>
              {identity === 'verified' ? <VerifiedIcon size={16} /> : <GuestIcon size={16} />}
              <span class="found-contact-name" dir="auto">
                {name}
              </span>
              <span class="quiet">{email}</span>
            </a>
          </li>
        )
      })}
    </ul>
  )
}
