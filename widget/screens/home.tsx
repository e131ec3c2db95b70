// The first screen: search first, then what fits this page, the person's tickets, and the way to a person.
// Results take the place of the suggestions while somebody types; nothing above them moves.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { SearchResult } from '../../protocol/entities.ts'
import { QUERY_MAX_CHARS } from '../../protocol/limits.ts'
import { type Combobox, comboboxInput, comboboxList, comboboxOption } from '../../ui/combobox.ts'
import { Blank, Button, IconButton, Skeleton } from '../../ui/controls.tsx'
import { AlertIcon, ArticleIcon, ChatIcon, CloseIcon, MergeIcon, SearchIcon } from '../../ui/icons.tsx'
import { withMarks } from '../../ui/text.tsx'
import { openHelpCenter } from '../help.ts'
import { go } from '../navigation.ts'
import { marked, noteQuery, search } from '../search.ts'
import { isUnread, put, state } from '../state.ts'
import * as t from '../strings/en.ts'
import { Frame } from './frame.tsx'
import { ArticleRows, Row } from './row.tsx'
import { TicketRows } from './tickets.tsx'
import { WriteToUs } from './write-to-us.tsx'

/** What fits above the fold beside tickets. */
const SUGGESTIONS = 4
const TICKETS = 3

export function Home() {
  const query = state.query.value
  const isSearching = query.trim() !== ''
  const name = state.contact.value?.name.split(' ')[0]
  const results = typeof state.index.value === 'object' ? search(query) : []
  const [active, setActive] = useState(0)
  const pick = (index: number) => {
    const result = results[index]
    if (!result) return
    noteQuery(query, true, true)
    go({ name: 'article', slug: result.slug, section: result.section })
  }
  const box: Combobox = { id: 'results', count: results.length, active, onMove: setActive, onPick: pick }
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])

  const type = (words: string) => {
    put('query', words)
    setActive(0)
    if (typeof state.index.value === 'object') noteQuery(words, search(words).length > 0)
  }

  return (
    <Frame
      title={name ? t.greeting(name) : t.help}
      top={<SearchField query={query} box={box} onType={type} />}
      foot={<WriteToUs />}
    >
      {isSearching ? (
        <>
          <p class="hd-hidden" role="status">
            {t.resultCount(results.length)}
          </p>
          <div class="rows" ref={list} {...comboboxList(box, t.results)}>
            {results.map((result, index) => (
              <div key={`${result.slug}#${result.section}`} class="result" {...comboboxOption(box, index)}>
                <Result result={result} query={query} />
              </div>
            ))}
          </div>
          {results.length === 0 && <NoResults query={query} />}
        </>
      ) : (
        <Suggestions />
      )}
    </Frame>
  )
}

function SearchField({
  query,
  box,
  onType,
}: {
  query: string
  box: Combobox
  onType: (words: string) => void
}) {
  return (
    <div class="search">
      <SearchIcon />
      <input
        data-focus
        type="search"
        class="hd-input"
        enterkeyhint="search"
        aria-label={t.searchLabel}
        placeholder={t.searchHint}
        maxLength={QUERY_MAX_CHARS}
        value={query}
        onInput={(event) => onType(event.currentTarget.value)}
        {...comboboxInput(box)}
      />
      {query && (
        <IconButton
          label={t.clearSearch}
          onClick={(event) => {
            onType('')
            event.currentTarget.parentElement?.querySelector('input')?.focus()
          }}
        >
          <CloseIcon size={16} />
        </IconButton>
      )}
    </div>
  )
}

/** Heading, article, snippet, each cut to its lines: rows are as high as each other and nothing jumps. */
function Result({ result, query }: { result: SearchResult; query: string }) {
  return (
    <>
      <strong>{withMarks(marked(result.heading || result.title, query))}</strong>
      <span>
        <ArticleIcon size={16} />
        {result.heading ? result.title : collectionOf(result.slug)}
      </span>
      <p>{withMarks(result.snippet)}</p>
    </>
  )
}

function NoResults({ query }: { query: string }) {
  if (state.index.value === 'failed')
    return (
      <Blank
        icon={<AlertIcon />}
        title={t.searchFailed}
        action={<Button onClick={() => openHelpCenter()}>{t.again}</Button>}
        urgent
      >
        {t.searchFailedHint}
      </Blank>
    )
  if (!state.index.value)
    return (
      <div class="pad">
        <Skeleton lines={6} label={t.loading} />
      </div>
    )
  return (
    <Blank icon={<SearchIcon />} title={t.nothingFound(query.trim())}>
      {t.nothingFoundHint}
    </Blank>
  )
}

function Suggestions() {
  const home = state.home.value
  const tickets = state.tickets.value
  // Somebody with news came for the news.
  const ticketsFirst = tickets.some(isUnread)
  const open = tickets.filter((ticket) => ticket.state !== 'solved' || isUnread(ticket))
  const own = (open.length > 0 || state.unsent.value.some(({ opening }) => opening)) && (
    <section>
      <h3>{t.yourTickets}</h3>
      <TicketRows tickets={open.slice(0, TICKETS)} />
    </section>
  )
  return (
    <>
      {ticketsFirst && own}
      {home === 'failed' && (
        <Blank
          icon={<AlertIcon />}
          title={t.homeFailed}
          action={<Button onClick={() => openHelpCenter()}>{t.again}</Button>}
        >
          {t.homeFailedHint}
        </Blank>
      )}
      {!home && (
        <div class="pad">
          <Skeleton lines={7} label={t.loading} />
        </div>
      )}
      {home && home !== 'failed' && home.suggested.length > 0 && (
        <section>
          <h3>{t.suggested}</h3>
          <ArticleRows articles={home.suggested.slice(0, SUGGESTIONS)} />
        </section>
      )}
      {!ticketsFirst && own}
      <section>
        <h3>{t.topics}</h3>
        <div class="rows">
          {home &&
            home !== 'failed' &&
            home.collections.map(({ slug, title, articles }) => (
              <Row
                key={slug}
                title={title}
                aside={articles.length}
                onClick={() => go({ name: 'collection', slug })}
              />
            ))}
        </div>
      </section>
      <section>
        <div class="rows">
          {tickets.length > open.length && (
            <Row
              icon={<ChatIcon />}
              title={t.allTickets}
              aside={tickets.length}
              onClick={() => go({ name: 'tickets' })}
            />
          )}
          <Row
            icon={<MergeIcon />}
            title={t.merge}
            text={t.mergeHint}
            onClick={() => go({ name: 'merge' })}
          />
        </div>
      </section>
    </>
  )
}

function collectionOf(slug: string): string {
  const home = state.home.value
  if (!home || home === 'failed') return ''
  return home.collections.find(({ articles }) => articles.some((one) => one.slug === slug))?.title ?? ''
}
