// What a search found, in the list's place: the same rows, with the words marked and the stretch in which they stand.
// Partner: search.ts.

import { asksNothing } from '../../../protocol/desk-search.ts'
import { Blank, Button, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon, InfoIcon, OfflineIcon, SearchIcon } from '../../../ui/icons.tsx'
import { reads } from '../../actions.ts'
import { cursor } from '../../cursor.ts'
import { lineStatus } from '../../line.ts'
import { route } from '../../route.ts'
import { found, question, SEARCH, searchAgain, searchMore } from '../../search.ts'
import { selected } from '../../selection.ts'
import { tickets } from '../../state.ts'
import { sentenceOfCode } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { Row } from '../list/row.tsx'

const words = strings.search

export function FoundList() {
  const answer = found.value
  const state = reads.value.get(SEARCH)
  if (!question.value || asksNothing(question.value)) {
    return (
      <Blank icon={<SearchIcon />} title={words.filtersTitle}>
        {words.filters}
      </Blank>
    )
  }
  if (lineStatus.value.state === 'lost') {
    return (
      <Blank icon={<OfflineIcon />} title={words.offlineTitle}>
        {words.offline}
      </Blank>
    )
  }
  if (state && state !== 'reading') {
    return (
      <Blank
        icon={<AlertIcon />}
        title={words.failedTitle}
        action={<Button onClick={searchAgain}>{strings.tryAgain}</Button>}
        urgent
      >
        {sentenceOfCode(state)}
      </Blank>
    )
  }
  if (!answer) {
    return (
      <div class="rows-loading">
        <Skeleton label={words.asking} lines={10} />
      </div>
    )
  }
  return (
    <>
      <p class="found-count" role="status">
        {words.found(answer.hits.length, answer.next === null)}
      </p>
      {!answer.isWhole && (
        <p class="found-notice">
          <InfoIcon size={16} />
          {words.notWhole}
        </p>
      )}
      {answer.hits.length === 0 ? (
        <Blank icon={<SearchIcon />} title={words.noneTitle}>
          {words.none}
        </Blank>
      ) : (
        <Rows />
      )}
    </>
  )
}

function Rows() {
  const { view, ticketId } = route.value
  const { hits = [], next = null, query = '' } = found.value ?? {}
  const asked = question.value?.words ?? []
  const stop = [cursor.value, ticketId, hits[0]?.ticketId].find((id) =>
    hits.some((hit) => hit.ticketId === id),
  )
  return (
    <ul
      class={selected.value.length > 0 ? 'rows rows-found rows-selecting' : 'rows rows-found'}
      aria-label={words.results(query)}
      aria-busy={reads.value.get(SEARCH) === 'reading'}
    >
      {hits.map(({ ticketId: id, stretch }) => {
        const ticket = tickets.value.get(id)
        return (
          ticket && (
            <Row
              key={id}
              ticket={ticket}
              view={view}
              isOpen={id === ticketId}
              isStop={id === stop}
              found={{ words: asked, stretch }}
            />
          )
        )
      })}
      {next && (
        <li class="rows-more">
          <Button size="s" look="quiet" busy={reads.value.get(SEARCH) === 'reading'} onClick={searchMore}>
            {words.more}
          </Button>
        </li>
      )}
    </ul>
  )
}
