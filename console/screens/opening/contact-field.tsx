// For whom a ticket is opened: who was chosen, or a field with the contacts that fit what is typed.

import { useEffect, useState } from 'preact/hooks'
import { type Combobox, comboboxInput, comboboxList, comboboxOption } from '../../../ui/combobox.ts'
import { Avatar, Button, TextField } from '../../../ui/controls.tsx'
import { GuestIcon, VerifiedIcon } from '../../../ui/icons.tsx'
import { opening as words } from '../../strings/opening.ts'
import { strings } from '../../strings.ts'
import type { Who } from '../../verbs/opening.ts'
import { contactsLike, searchContacts } from '../../verbs/opening-contacts.ts'
import { Breakable } from '../parts/address.tsx'

/** The server is asked once typing rests. */
const RESTS_MS = 200

export function ContactField(props: {
  contact: Who | null
  error: string | false
  onChoose: (contact: Who | null) => void
}) {
  const { contact, onChoose } = props
  if (!contact) return <Choosing {...props} />
  return (
    <div class="opening-for">
      <Person contact={contact} />
      <Button size="s" look="quiet" onClick={() => onChoose(null)}>
        {words.change}
      </Button>
    </div>
  )
}

function Choosing({ error, onChoose }: { error: string | false; onChoose: (contact: Who) => void }) {
  const [query, type] = useState('')
  /** Others may come before them, who are found meanwhile. */
  const [active, move] = useState<Who | undefined>()
  const [told, know] = useState<{ query: string; found: readonly Who[] }>({ query: '', found: [] })
  const asked = query.trim()
  useEffect(() => {
    if (asked.length < 2) return
    let isOld = false
    const asks = () => searchContacts(asked).then((found) => !isOld && know({ query: asked, found }))
    const timer = setTimeout(asks, RESTS_MS)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [asked])
  const isTold = told.query === asked
  const found = asked ? contactsLike(query, isTold ? told.found : []) : []
  const box: Combobox = {
    id: 'opening-contacts',
    count: found.length,
    active: found.findIndex(({ id }) => id === active?.id),
    onMove: (index) => move(found[index]),
    onPick: (index) => {
      const who = found[index]
      if (who) onChoose(who)
    },
  }
  // Not before the server was asked: nobody reads that somebody is not known, and then that they are.
  const isNone = asked.length > 1 && isTold && found.length === 0
  return (
    <div class="opening-who">
      <TextField
        label={words.contact}
        hint={isNone ? words.contactNone : words.contactHint}
        error={error}
        value={query}
        {...comboboxInput(box)}
        onInput={(event) => {
          type(event.currentTarget.value)
          move(undefined)
        }}
      />
      {found.length > 0 && (
        <ul class="opening-contacts" {...comboboxList(box, words.contact)}>
          {found.map((who, index) => (
            <li key={who.id} {...comboboxOption(box, index)}>
              <Person contact={who} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Person({ contact: { name, email, identity } }: { contact: Who }) {
  const isVerified = identity === 'verified'
  return (
    <div class="opening-person">
      <Avatar name={name} />
      <div>
        <strong dir="auto">{name}</strong>
        <span class="quiet">
          <Breakable text={email ?? strings.contact.noEmail} />
        </span>
      </div>
      <span class={`opening-identity opening-${identity}`}>
        {isVerified ? <VerifiedIcon size={16} /> : <GuestIcon size={16} />}
        {isVerified ? words.verified : words.guest}
      </span>
    </div>
  )
}
