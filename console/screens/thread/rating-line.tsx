// What the contact said of a solution, under the line that says that it was solved: in its place in the conversation, also
// after the ticket was opened again. Agents read it; nobody here can change it.

import type { DeskTicket } from '../../../protocol/entities.ts'
import { FACES } from '../../../ui/icons.tsx'
import { fullTime } from '../../../ui/time.ts'
import { strings } from '../../strings.ts'

const words = strings.rating

export function RatingLine({ ticket, solved }: { ticket: DeskTicket; solved: number }) {
  const rating = [ticket.rating, ...ticket.earlierRatings].find((one) => one?.solved === solved)
  const Face = rating && FACES[rating.score - 1]
  if (!rating || !Face) return null
  return (
    <div class="rating" data-score={rating.score}>
      <Face />
      <div>
        <p title={fullTime(rating.changedAt ?? rating.ratedAt)}>
          {words.rated(ticket.contact.name, words.scores[rating.score - 1] ?? '')}
          {rating.changedAt && <span class="quiet"> · {words.changed}</span>}
        </p>
        {rating.comment && <blockquote dir="auto">{rating.comment}</blockquote>}
      </div>
    </div>
  )
}
