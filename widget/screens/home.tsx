// The first screen: search first, then what fits this page, the person's tickets, and the way to a person.
// Results take the place of the suggestions while somebody types; nothing above them moves.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { QUERY_MAX_CHARS } from '../../protocol/limits.ts'
import { type Combobox, comboboxInput, comboboxList, comboboxOption } from '../../ui/combobox.ts'
import { Blank, Button, IconButton } from '../../ui/controls.tsx'
import { ArticleIcon, ChatIcon, CloseIcon, MergeIcon, SearchIcon } from '../../ui/icons.tsx'
import { withMarks } from '../../ui/text.tsx'
import { openHelpCenter, searchThere } from '../help.ts'
import { go } from '../navigation.ts'
import { answerTo, look, marked, noteQuery } from '../search.ts'
import { isUnread, put, state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { Failed, Frame, Waiting } from './frame.tsx'
import { ArticleRows, Row } from './row.tsx'
import { TicketRows } from './tickets.tsx'
import { WriteToUs } from './write-to-us.tsx'

/** What fits above the fold beside tickets. */
const SUGGESTIONS = 4
const TICKETS = 3
/** So long what stands below the articles waits for the person's tickets. */
const TICKETS_WAIT_MS = 1_000

export function Home() {
  const query = state.query.value
  const name = state.contact.value?.name.split(' ')[0]
  const index = state.index.value
  // Before this is painted: in most help centers the answer stands there with the letter.
  useLayoutEffect(() => look(query), [query, index])
  const answer = answerTo(query)
  const { results, isSure, meant } = answer ?? { results: [] }
  // Words that are still being typed are often a slip of nothing.
  const mended = state.searches.value.at(-1) === query.trim() && meant
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const box: Combobox = {
    id: 'results',
    count: results.length,
    active,
    onMove: setActive,
    onPick(index) {
      const result = results[index]
      if (!result) return
      noteQuery(query, true)
      put('found', [...state.found.value, { query, slug: result.slug }])
      go({ name: 'article', slug: result.slug, section: result.section })
    },
  }
  const type = (words: string) => {
    put('query', words)
    setActive(0)
    searchThere(words)
    noteQuery(words)
  }

  return (
    <Frame
      title={state.home.value?.greeting || (name ? t.greeting(name) : t.help)}
      top={<SearchField query={query} box={box} onType={type} />}
      foot={<WriteToUs />}
    >
      {!query.trim() ? (
        <Suggestions />
      ) : answer ? (
        <>
          {/* Of one height whatever it says: results do not move while somebody types. */}
          <div class="verdict quiet">
            <p class="grow" role="status">
              {mended && <span class="clip">{t.meant(mended)}</span>}
              {!results.length || isSure ? !mended && t.resultCount(results.length) : t.unsure}
            </p>
            {results[0] && !isSure && (
              <Button size="s" onClick={() => go({ name: 'write' })}>
                {t.askAPerson}
              </Button>
            )}
          </div>
          <div class="rows" ref={list} {...comboboxList(box, t.results)}>
            {results.map(({ slug, section, heading, title, snippet }, index) => (
              // Heading, article, snippet, each cut to its lines: rows are as high as each other.
              <div key={slug + section} class="result" {...comboboxOption(box, index)}>
                <strong class="clip">{withMarks(marked(heading || title, answer.query))}</strong>
                <small>
                  <ArticleIcon size={16} />
                  {heading ? title : collectionOf(slug)}
                </small>
                <p class="quiet">{withMarks(snippet)}</p>
              </div>
            ))}
          </div>
          {!results.length && (
            <Blank icon={<SearchIcon />} title={t.nothingFound(answer.query.trim())}>
              {t.nothingFoundHint}
            </Blank>
          )}
        </>
      ) : (
        <HelpCenterIsComing />
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
  const field = useRef<HTMLInputElement>(null)
  return (
    <div class="search">
      <SearchIcon />
      <input
        ref={field}
        data-focus
        inputmode="search"
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
          onClick={() => {
            onType('')
            field.current?.focus()
          }}
        >
          <CloseIcon size={16} />
        </IconButton>
      )}
    </div>
  )
}

function HelpCenterIsComing() {
  return state.helpFailed.value ? <Failed what={t.theArticles} onAgain={openHelpCenter} /> : <Waiting />
}

function Suggestions() {
  const home = state.home.value
  const tickets = state.tickets.value
  const isHere = !!home || state.helpFailed.value
  const open = tickets.filter((ticket) => ticket.state !== 'solved' || isUnread(ticket))
  const own = (open[0] || state.unsent.value.some(({ opening }) => opening)) && (
    <section>
      <h3>{t.yourTickets}</h3>
      <TicketRows tickets={open.slice(0, TICKETS)} />
    </section>
  )
  // Who comes back without a log-in can ask for theirs there.
  const all = (tickets[0] || state.signedIn.value === false) && (
    <Row
      icon={<ChatIcon />}
      title={t.yourTickets}
      aside={tickets.length || ''}
      onClick={() => go({ name: 'tickets' })}
    />
  )
  // Nothing that is seen moves: not the articles for news, nor, where the tickets come very late, what stands below them.
  const waits = isHere && !own && !state.contact.value && state.signedIn.value !== false
  const areArticlesSeen = useRef(false)
  if (waits) areArticlesSeen.current = true
  const isFirst = tickets.some(isUnread) && !areArticlesSeen.current
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    if (!waits) return
    const timer = setTimeout(setLate, TICKETS_WAIT_MS, true)
    return () => clearTimeout(timer)
  }, [waits])
  const isWhole = isHere && (!waits || isLate)
  return (
    <>
      {/* Somebody with news came for the news. */}
      {isFirst && own}
      {home ? (
        home.suggested[0] && (
          <section>
            <h3>{t.suggested}</h3>
            <ArticleRows articles={home.suggested.slice(0, SUGGESTIONS)} />
          </section>
        )
      ) : (
        <HelpCenterIsComing />
      )}
      {isWhole && !isFirst && !isLate && own}
      {home && isWhole && (
        <section>
          <h3>{t.topics}</h3>
          <div class="rows">
            {home.collections.map(({ slug, title, articles }) => (
              <Row
                key={slug}
                title={title}
                aside={t.articleCount(articles.length)}
                onClick={() => go({ name: 'collection', slug })}
              />
            ))}
          </div>
        </section>
      )}
      {isWhole && (
        <section>
          <div class="rows">
            {!isLate && all}
            <Row
              icon={<MergeIcon />}
              title={t.merge}
              text={t.mergeHint}
              onClick={() => go({ name: 'merge' })}
            />
            {isLate && all}
          </div>
        </section>
      )}
      {isLate && own}
    </>
  )
}

const collectionOf = (slug: string) =>
  state.home.value?.collections.find(({ articles }) => articles.some((one) => one.slug === slug))?.title
