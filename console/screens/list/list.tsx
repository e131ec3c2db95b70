// The list of a view, with its head and the search above it. Partners: rows.tsx, found-list.tsx.

import { useEffect, useRef } from 'preact/hooks'
import { COUNTED_MOST } from '../../../protocol/limits.ts'
import { Blank, Button, IconButton, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon, DoneIcon, DownIcon, EditIcon, FilterIcon, InboxIcon } from '../../../ui/icons.tsx'
import { countOf } from '../../facts/counts.ts'
import { dialog } from '../../keyboard/dialogs.ts'
import { LIST_TITLE } from '../../list/cursor.ts'
import { editView } from '../../list/saved-views.ts'
import { shownIds } from '../../list/search.ts'
import { selected } from '../../list/selection.ts'
import { emptyWords, titleOf } from '../../list/view-titles.ts'
import { savedViewOf, sortOf } from '../../list/views.ts'
import { preferences } from '../../preferences.ts'
import { route } from '../../route.ts'
import { isListedToEnd, listed } from '../../state.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { listAgain, listMore, reads } from '../../verbs/actions.ts'
import { beginTicket } from '../../verbs/opening.ts'
import { FoundList } from '../search/found-list.tsx'
import { SearchField } from '../search/search-field.tsx'
import { AccountMenu } from './account-menu.tsx'
import { LineState } from './line-state.tsx'
import { Rows } from './rows.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { SortMenu } from './sort-menu.tsx'
import { countShown } from './views.tsx'

const words = strings.list

export function TicketList() {
  const { view, search } = route.value
  const { density } = preferences.value
  const shown = shownIds.value.length
  return (
    <section class={`list list-${density}`} aria-label={words.label(titleOf(view))}>
      {selected.value.length > 0 ? <SelectionBar total={shown} /> : <ListHead view={view} />}
      <SearchField />
      {search ? (
        <FoundList />
      ) : shown > 0 ? (
        // Another view, or another order, begins at its top.
        <Rows key={`${view} ${sortOf(view)}`} total={totalOf(view, shown)}>
          <More view={view} />
        </Rows>
      ) : (
        <NoRows view={view} />
      )}
    </section>
  )
}

/** -1 where it is not known, as screen readers have it. A count may be a second old. */
function totalOf(view: string, shown: number): number {
  if (isListedToEnd(view)) return shown
  const count = countOf(view)
  return count === undefined || count > COUNTED_MOST ? -1 : Math.max(count, shown)
}

function ListHead({ view }: { view: string }) {
  const saved = savedViewOf(view)
  return (
    <header class="list-head">
      <h2 id={LIST_TITLE} tabIndex={-1} title={titleOf(view)}>
        {route.value.search ? strings.search.title : titleOf(view)}
      </h2>
      <ViewsButton view={view} />
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
      <span class="list-account">
        <AccountMenu from="top" />
      </span>
    </header>
  )
}

/** Where the pane of views has no room: it opens over the list. */
function ViewsButton({ view }: { view: string }) {
  const name = titleOf(view)
  return (
    <button
      type="button"
      class="views-button"
      aria-haspopup="dialog"
      aria-label={words.view(name)}
      onClick={() => {
        dialog.value = 'views'
      }}
    >
      <span>{route.value.search ? strings.search.title : name}</span>
      <DownIcon size={16} />
    </button>
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
        {sentenceOf(trouble)}
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

/** So far from the end the next page is asked for: half a page, which is there before who scrolls is. */
const NEAR_END = '4000px'

/** Older tickets come by themselves when the end comes near; the button is for those who do not scroll. */
function More({ view }: { view: string }) {
  const end = useRef<HTMLDivElement>(null)
  const next = listed.value.get(view)?.next ?? null
  useEffect(() => {
    if (!end.current || !next) return
    const watch = new IntersectionObserver(([seen]) => seen?.isIntersecting && void listMore(view), {
      root: end.current.parentElement,
      rootMargin: NEAR_END,
    })
    watch.observe(end.current)
    return () => watch.disconnect()
  }, [view, next])
  if (!next) return null
  return (
    <div class="rows-more" ref={end}>
      <Button size="s" look="quiet" busy={reads.value.get(view) === 'reading'} onClick={() => listMore(view)}>
        {words.more}
      </Button>
    </div>
  )
}
