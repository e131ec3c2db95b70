// The list of a view. Rows are links, so that they can be opened in a tab of their own; the keyboard moves through
// them with one stop for Tab. Partner: row.tsx.

import { useEffect, useRef } from 'preact/hooks'
import { Blank, Button, IconButton, Skeleton } from '../../../ui/controls.tsx'
import {
  AlertIcon,
  DoneIcon,
  EditIcon,
  FilterIcon,
  InboxIcon,
  MenuIcon,
  SlidersIcon,
} from '../../../ui/icons.tsx'
import { listAgain, listMore, reads } from '../../actions.ts'
import { teams } from '../../counts.ts'
import { cursor, rowId } from '../../cursor.ts'
import { beginTicket } from '../../opening.ts'
import { prefer, preferences } from '../../preferences.ts'
import { go, route } from '../../route.ts'
import { editView } from '../../saved-views.ts'
import { shownIds } from '../../search.ts'
import { selected } from '../../selection.ts'
import { isListedToEnd, listed, ticketsOf } from '../../state.ts'
import { sentenceOfCode } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { emptyWords, titleOf } from '../../view-titles.ts'
import { BUILT_IN, savedViewOf, savedViews, teamView } from '../../views.ts'
import { FoundList } from '../search/found-list.tsx'
import { SearchField } from '../search/search-field.tsx'
import { AccountMenu } from './account-menu.tsx'
import { LineState } from './line-state.tsx'
import { Row } from './row.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SortMenu } from './sort-menu.tsx'
import { countShown } from './views.tsx'

const words = strings.list

export function TicketList() {
  const { view, ticketId } = route.value
  const rows = ticketsOf(view).value
  const { density } = preferences.value
  useFocusOnReturn(ticketId)
  // One row takes the Tab: where the keyboard stood, else the open one, else the first.
  const stop = [cursor.value, ticketId, rows[0]?.id].find((id) => rows.some((row) => row.id === id))
  return (
    <section class={`list list-${density}`} aria-label={words.label(titleOf(view))}>
      {selected.value.length > 0 ? <SelectionBar total={shownIds.value.length} /> : <ListHead view={view} />}
      <SearchField />
      {route.value.search ? (
        <FoundList />
      ) : rows.length > 0 ? (
        <ul class={selected.value.length > 0 ? 'rows rows-selecting' : 'rows'}>
          {rows.map((ticket) => (
            <Row
              key={ticket.id}
              ticket={ticket}
              view={view}
              isOpen={ticket.id === ticketId}
              isStop={ticket.id === stop}
            />
          ))}
          <More view={view} />
        </ul>
      ) : (
        <NoRows view={view} />
      )}
    </section>
  )
}

function ListHead({ view }: { view: string }) {
  const { density } = preferences.value
  const other = density === 'compact' ? 'comfortable' : 'compact'
  const saved = savedViewOf(view)
  return (
    <header class="list-head">
      <h2 title={titleOf(view)}>{route.value.search ? strings.search.title : titleOf(view)}</h2>
      <ViewSelect view={view} />
      <span class="list-count">{route.value.search ? '' : countShown(view)}</span>
      <span class="list-line">
        <LineState brief />
      </span>
      <IconButton label={strings.newTicket} onClick={() => beginTicket()}>
        <EditIcon />
      </IconButton>
      {saved && (
        <IconButton label={strings.saved.edit} aria-haspopup="dialog" onClick={() => editView(saved)}>
          <FilterIcon />
        </IconButton>
      )}
      <SortMenu view={view} />
      <span class="list-density">
        <IconButton
          label={words[other]}
          aria-pressed={density === 'compact'}
          onClick={() => prefer({ density: other })}
        >
          {density === 'compact' ? <MenuIcon /> : <SlidersIcon />}
        </IconButton>
      </span>
      <span class="list-account">
        <AccountMenu from="top" />
      </span>
    </header>
  )
}

/** Where the pane of views has no room. */
function ViewSelect({ view }: { view: string }) {
  return (
    <select
      class="view-select"
      aria-label={strings.account.views}
      value={view}
      onChange={(event) => {
        go({ view: event.currentTarget.value })
      }}
    >
      {[...BUILT_IN, ...teams().map(teamView), ...savedViews.value.map(({ id }) => id)].map((name) => (
        <option key={name} value={name}>
          {[titleOf(name), countShown(name)].filter(Boolean).join(' · ')}
        </option>
      ))}
    </select>
  )
}

function NoRows({ view }: { view: string }) {
  const trouble = reads.value.get(view)
  if (trouble && trouble !== 'reading') {
    return (
      <Blank
        icon={<AlertIcon />}
        title={words.failedTitle}
        action={<Button onClick={() => listAgain(view)}>{strings.tryAgain}</Button>}
        urgent
      >
        {sentenceOfCode(trouble)}
      </Blank>
    )
  }
  if (!listed.value.has(view) && !isListedToEnd(view)) return <RowSkeletons />
  const [title, text] = emptyWords(view)
  return (
    <Blank icon={view === 'open' ? <DoneIcon /> : <InboxIcon />} title={title}>
      {text}
    </Blank>
  )
}

function RowSkeletons() {
  return (
    <div class="rows-loading">
      <Skeleton label={strings.loading} lines={10} />
    </div>
  )
}

/** Older tickets come by themselves when the end comes into sight; the button is for those who do not scroll. */
function More({ view }: { view: string }) {
  const end = useRef<HTMLLIElement>(null)
  const next = listed.value.get(view)?.next ?? null
  useEffect(() => {
    if (!end.current || !next) return
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && void listMore(view))
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [view, next])
  if (!next) return null
  return (
    <li class="rows-more" ref={end}>
      <Button size="s" look="quiet" busy={reads.value.get(view) === 'reading'} onClick={() => listMore(view)}>
        {words.more}
      </Button>
    </li>
  )
}

/** On a narrow screen the list comes back where the thread stood: the focus must not fall to the page's top. */
function useFocusOnReturn(ticketId: string | null) {
  const before = useRef(ticketId)
  useEffect(() => {
    const left = before.current
    before.current = ticketId
    if (left && !ticketId && document.activeElement === document.body) {
      document.getElementById(rowId(left))?.focus()
    }
  }, [ticketId])
}
