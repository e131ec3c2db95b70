// The tickets that belong to the same matter: of whomever they are, for agents alone.

import type { DeskTicket } from '../../../protocol/entities.ts'
import { IconButton } from '../../../ui/controls.tsx'
import { AddIcon, CloseIcon } from '../../../ui/icons.tsx'
import { arrangeIn } from '../../arranging.ts'
import { unlink } from '../../relations.ts'
import { linkedWith, typeName } from '../../state.ts'
import { strings } from '../../strings.ts'
import { TicketLine } from './ticket-line.tsx'

const words = strings.relations

export function Related({ ticket }: { ticket: DeskTicket }) {
  const linked = linkedWith(ticket)
  return (
    <section aria-label={words.related}>
      <div class="contact-others">
        <h3 class="contact-part">{words.related}</h3>
        <IconButton label={words.link} aria-haspopup="dialog" onClick={() => arrangeIn('link', [ticket.id])}>
          <AddIcon size={16} />
        </IconButton>
      </div>
      {linked.length > 0 && (
        <ul class="others">
          {linked.map((other) => (
            <li key={other.id} class="related">
              <TicketLine
                ticket={other}
                detail={`${strings.number(other.number)} · ${typeName(other.type)} · ${other.contact.name}`}
              />
              <IconButton label={words.unlink(other.number)} onClick={() => void unlink(ticket.id, other.id)}>
                <CloseIcon size={16} />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
