// What a search found, in the list's place: the same rows, with the words marked and the stretch in which they stand.
// Partner: search.ts.

import { asksNothing } from '../../../protocol/desk/desk-search.ts'
import { Blank, Button, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon, InfoIcon, OfflineIcon, SearchIcon } from '../../../ui/icons.tsx'
import { lineStatus } from '../../line/line.ts'
import { found, question, SEARCH, searchAgain, searchFor, searchMore } from '../../list/search.ts'
import { FoundContacts } from '../../on-demand.tsx'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { reads } from '../../verbs/actions.ts'
import { Rows } from '../list/rows.tsx'

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
        {sentenceOf(state)}
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
      <FoundContacts words={question.value.words} />
      {/* Where there is none, that stands there large. */}
      <p class={answer.hits.length > 0 ? 'found-count' : 'hd-hidden'} role="status">
        {words.found(answer.hits.length, answer.next === null)}
      </p>
      {!answer.isWhole && (
        <p class="found-notice">
          <InfoIcon size={16} />
          {words.notWhole}
        </p>
      )}
      {answer.hits.length === 0 ? (
        <Blank
          icon={<SearchIcon />}
          title={words.noneTitle}
          action={<Button onClick={() => searchFor('')}>{strings.thread.back}</Button>}
        >
          {words.none}
        </Blank>
      ) : (
        <Found key={answer.query} />
      )}
    </>
  )
}

function Found() {
  const { hits = [], next = null, query = '' } = found.value ?? {}
  const isBusy = reads.value.get(SEARCH) === 'reading'
  return (
    <Rows
      total={next ? -1 : hits.length}
      label={words.results(query)}
      isBusy={isBusy}
      found={{
        words: question.value?.words ?? [],
        stretches: new Map(hits.map(({ ticketId, stretch }) => [ticketId, stretch])),
      }}
    >
      {next && (
        <div class="rows-more">
          <Button size="s" look="quiet" busy={isBusy} onClick={searchMore}>
            {words.more}
          </Button>
        </div>
      )}
    </Rows>
  )
}
