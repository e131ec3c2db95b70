// The field over the list, and the filters in it as chips. What it finds stands in the list's own place: found-list.tsx.

import { useEffect, useState } from 'preact/hooks'
import { QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { IconButton } from '../../../ui/controls.tsx'
import { AlertIcon, CloseIcon, FilterIcon, SearchIcon } from '../../../ui/icons.tsx'
import { isComposed } from '../../../ui/keys.ts'
import { moveCursor, openTicket } from '../../list/cursor.ts'
import {
  addFilter,
  found,
  question,
  SEARCH_FIELD,
  searchFor,
  shownIds,
  withoutFilter,
} from '../../list/search.ts'
import { route } from '../../route.ts'
import { types } from '../../state.ts'
import { strings } from '../../strings.ts'
import { Menu } from '../parts/menu.tsx'
import { PaletteButton } from '../parts/palette-button.tsx'

const words = strings.search

export function SearchField() {
  const query = route.value.search ?? ''
  // A space at the end says that another word comes: the address has no need of it, the field has.
  const [typed, setTyped] = useState(query)
  useEffect(() => {
    if (typed.trim() !== query) setTyped(query)
  }, [query])
  // A key before the answer means the first of it, never one of what was found before; Enter after it opens that.
  const [wanted, want] = useState<'row' | 'ticket' | null>(null)
  const isAsking = query !== '' && found.value?.query !== query
  useEffect(() => {
    if (!wanted || isAsking) return
    want(null)
    moveCursor('first')
    const [first] = shownIds.peek()
    if (wanted === 'ticket' && first) openTicket(first)
  }, [wanted, isAsking])
  const type = (text: string) => {
    want(null)
    setTyped(text)
    searchFor(text.trim())
  }
  return (
    <search class="ticket-search">
      <div class="ticket-search-field">
        <SearchIcon size={16} />
        <input
          id={SEARCH_FIELD}
          type="search"
          dir="auto"
          aria-label={words.label}
          placeholder={words.hint}
          autocomplete="off"
          spellcheck={false}
          maxLength={QUERY_MAX_CHARS}
          value={typed}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (isComposed(event)) return
            if (event.key === 'ArrowDown' || event.key === 'Enter') {
              event.preventDefault()
              if (isAsking) want(wanted && event.key === 'Enter' ? 'ticket' : 'row')
              else moveCursor('first')
            }
            if (event.key === 'Escape') {
              event.preventDefault()
              if (typed) type('')
              else moveCursor('first')
            }
          }}
        />
        {!typed && (
          <span class="key-hint" aria-hidden="true">
            /
          </span>
        )}
        {typed && (
          <IconButton
            label={words.clear}
            onClick={() => {
              type('')
              goOnTyping()
            }}
          >
            <CloseIcon size={16} />
          </IconButton>
        )}
        <FilterMenu onAdd={(filter) => type(addFilter(typed, filter))} />
        <PaletteButton />
      </div>
      <Chips query={typed} onChange={type} />
    </search>
  )
}

function FilterMenu({ onAdd }: { onAdd: (filter: string) => void }) {
  const add = (filter: string, label: string, begins = false) => ({
    label,
    begins,
    run: () => {
      onAdd(filter)
      goOnTyping()
    },
  })
  return (
    <Menu
      class="filter-menu"
      label={words.addFilter}
      title={words.addFilter}
      items={[
        ...Object.entries(words.suggestions).map(([filter, label]) =>
          add(filter, label, filter === 'assignee:me' || filter === 'priority:urgent'),
        ),
        ...types.value.map(({ name, label }, at) => add(`type:${name}`, words.type(label), at === 0)),
      ]}
    >
      <FilterIcon size={16} />
    </Menu>
  )
}

function Chips({ query, onChange }: { query: string; onChange: (query: string) => void }) {
  const { filters = [], faults = [] } = question.value ?? {}
  const unknown = [...faults.map(({ text }) => text), ...(found.value?.faults ?? [])]
  if (filters.length + faults.length === 0) return null
  return (
    <ul class="chips" aria-label={words.chips}>
      {[...filters, ...faults].map((filter) => {
        const isUnknown = unknown.includes(filter.text)
        return (
          <li
            key={filter.text}
            class={isUnknown ? 'chip chip-unknown' : 'chip'}
            title={isUnknown ? words.unknown(filter.text) : undefined}
          >
            {isUnknown && <AlertIcon size={16} />}
            <span class="chip-name">{filter.name}</span>
            <span>{filter.value}</span>
            {isUnknown && <span class="hd-hidden">{words.unknown(filter.text)}</span>}
            <button
              type="button"
              aria-label={words.remove(filter.text)}
              onClick={() => {
                onChange(withoutFilter(query, filter))
                goOnTyping()
              }}
            >
              <CloseIcon size={16} />
            </button>
          </li>
        )
      })}
    </ul>
  )
}

const goOnTyping = () => document.getElementById(SEARCH_FIELD)?.focus()
