// A short list of what exists elsewhere, in an order: a field finds what to add, and what is in it can be moved and taken out. What
// is not there any more is said. Knows neither articles nor macros: type-names.tsx does.

import { useEffect, useId, useState } from 'preact/hooks'
import { type Combobox, comboboxInput, comboboxList, comboboxOption } from '../../../ui/combobox.ts'
import { IconButton, TextField } from '../../../ui/controls.tsx'
import { ArrowDownIcon, CloseIcon, SendIcon } from '../../../ui/icons.tsx'
import { isComposed } from '../../../ui/keys.ts'
import { typesPage as words } from '../../strings/types-page.ts'
import { moved } from './type-words.ts'

export interface Found {
  value: string
  title: string
}

export function NamedList(props: {
  label: string
  hint: string
  values: readonly string[]
  most: number
  /** null: it is not there; undefined: nobody knows yet. */
  titleOf: (value: string) => string | null | undefined
  missing: string
  /** What is found among is on its way: looked through again when it is here. */
  isKnown?: boolean
  find: (query: string) => Promise<readonly Found[]>
  onChange: (next: string[]) => void
}) {
  const { values, onChange } = props
  return (
    <div class="named">
      {values.length > 0 && (
        <ol class="named-list">
          {values.map((value, at) => {
            const title = props.titleOf(value)
            const said = title || value
            return (
              <li key={value}>
                <span class="named-title">
                  {said}
                  {title === null && <span class="hd-field-error">{props.missing}</span>}
                </span>
                {at > 0 && (
                  <IconButton label={words.moveUp(said)} onClick={() => onChange(moved(values, at, at - 1))}>
                    <SendIcon size={16} />
                  </IconButton>
                )}
                {at < values.length - 1 && (
                  <IconButton
                    label={words.moveDown(said)}
                    onClick={() => onChange(moved(values, at, at + 1))}
                  >
                    <ArrowDownIcon size={16} />
                  </IconButton>
                )}
                <IconButton
                  label={words.takeOut(said)}
                  onClick={() => onChange(values.filter((one) => one !== value))}
                >
                  <CloseIcon size={16} />
                </IconButton>
              </li>
            )
          })}
        </ol>
      )}
      {values.length < props.most && <Finder {...props} />}
    </div>
  )
}

function Finder({ label, hint, values, isKnown = true, find, onChange }: Parameters<typeof NamedList>[0]) {
  const id = useId()
  const [query, type] = useState('')
  const [active, move] = useState(0)
  const [found, setFound] = useState<{ query: string; all: readonly Found[] } | null>(null)
  useEffect(() => {
    if (!query.trim() || !isKnown) return setFound(null)
    let isMeant = true
    void find(query).then((all) => isMeant && setFound({ query, all }))
    return () => {
      isMeant = false
    }
  }, [query, isKnown])
  const offered = found?.all.filter(({ value }) => !values.includes(value)) ?? []
  const box: Combobox = {
    id,
    count: offered.length,
    active,
    onMove: move,
    onPick: (index) => {
      const one = offered[index]
      if (!one) return
      onChange([...values, one.value])
      type('')
      setFound(null)
      move(0)
    },
  }
  const input = comboboxInput(box)
  // Enter before the answer means the first of it, never one of what was typed before.
  const isAsking = query.trim() !== '' && found?.query !== query
  const [isWanted, want] = useState(false)
  useEffect(() => {
    if (!isWanted || isAsking) return
    want(false)
    box.onPick(0)
  }, [isWanted, isAsking])
  return (
    <div class="named-find">
      <TextField
        label={label}
        hint={found?.query === query && offered.length === 0 ? words.noneFound : hint}
        value={query}
        {...input}
        onKeyDown={(event) => {
          // Enter picks here and never saves the whole form.
          if (event.key === 'Enter') event.preventDefault()
          if (event.key === 'Enter' && isAsking && !isComposed(event)) want(true)
          else input.onKeyDown(event)
        }}
        onInput={({ currentTarget }) => {
          type(currentTarget.value)
          move(0)
          want(false)
        }}
      />
      {offered.length > 0 && (
        <ul class="named-found" {...comboboxList(box, label)}>
          {offered.map(({ value, title }, index) => (
            <li key={value} {...comboboxOption(box, index)}>
              {title}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
