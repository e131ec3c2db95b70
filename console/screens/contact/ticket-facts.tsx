// Of the ticket itself, what agents set: priority and tags. Contacts never see either.

import type { DeskTicket } from '../../../protocol/entities.ts'
import { strings } from '../../strings.ts'
import { arrangeIn } from '../../verbs/arranging.ts'
import { PriorityIcon } from '../parts/marks.tsx'

const words = strings.changes

export function TicketFacts({ ticket }: { ticket: DeskTicket }) {
  const { id, priority = 'normal', tags = [] } = ticket
  return (
    <section>
      <h3 class="contact-part">{words.ticket}</h3>
      <dl class="facts facts-set">
        <div>
          <dt>{words.priority}</dt>
          <dd>
            <button
              type="button"
              class="set"
              aria-haspopup="dialog"
              aria-label={words.changePriority(priority)}
              title={words.changePriority(priority)}
              onClick={() => arrangeIn('priority', [id])}
            >
              <PriorityIcon priority={priority} />
              {words.priorities[priority]}
            </button>
          </dd>
        </div>
        <div>
          <dt>{words.tags}</dt>
          <dd>
            <TagsButton ticket={ticket} />
            {tags.length === 0 && (
              <button
                type="button"
                class="set"
                aria-haspopup="dialog"
                onClick={() => arrangeIn('tags', [id])}
              >
                {words.changeTags('')}
              </button>
            )}
          </dd>
        </div>
      </dl>
    </section>
  )
}

/** Its tags, to be pressed; nothing where it has none. */
export function TagsButton({ ticket: { id, tags = [] } }: { ticket: Pick<DeskTicket, 'id' | 'tags'> }) {
  if (tags.length === 0) return null
  const label = words.changeTags(tags.join(', '))
  return (
    <button
      type="button"
      class="tags tags-button"
      aria-haspopup="dialog"
      aria-label={label}
      title={label}
      onClick={() => arrangeIn('tags', [id])}
    >
      {tags.map((tag) => (
        <span key={tag} class="tag">
          {tag}
        </span>
      ))}
    </button>
  )
}
