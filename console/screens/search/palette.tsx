// The palette: one field for all that can be done and found, from any place. The focus stays in the field, arrows move, Enter
// does; when it closes, the focus is where it was before anything else happens. Partner: palette.ts.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { formsOf, markedIn } from '../../../protocol/desk/desk-search.ts'
import { QUERY_MAX_CHARS } from '../../../protocol/limits.ts'
import { comboboxInput, comboboxList, comboboxOption } from '../../../ui/combobox.ts'
import {
  ArrowRightIcon,
  ArticleIcon,
  ChatIcon,
  ForwardIcon,
  MacroIcon,
  PersonIcon,
  SearchIcon,
} from '../../../ui/icons.tsx'
import { withMarks } from '../../../ui/text.tsx'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import {
  beginPalette,
  type Choice,
  type ChoiceKind,
  lookFor,
  paletteFound,
  sectionsFor,
} from '../../keyboard/palette.ts'
import { palette as words } from '../../strings/palette.ts'
import { strings } from '../../strings.ts'
import { useModal } from '../parts/dialog.tsx'

const ICONS: Record<ChoiceKind, typeof ChatIcon> = {
  action: ForwardIcon,
  place: ArrowRightIcon,
  ticket: ChatIcon,
  contact: PersonIcon,
  macro: MacroIcon,
  article: ArticleIcon,
  search: SearchIcon,
}

export function Palette() {
  return dialog.value === 'palette' ? <Opened /> : null
}

function Opened() {
  const box = useRef<HTMLDialogElement>(null)
  const chosen = useRef<Choice | null>(null)
  const field = useRef<HTMLInputElement>(null)
  useState(beginPalette)
  const [query, setQuery] = useState('')
  /** Where one stands moves when more is found: it is the choice that is meant, not its place. */
  const [active, setActive] = useState<{ id: string; place: number } | null>(null)
  // What was chosen may take the focus from where it was.
  useModal(box, () => chosen.current?.run())
  // Who came by finger sees what there is, not the device's own keyboard over half of it.
  useLayoutEffect(() => {
    if (matchMedia('(pointer: coarse)').matches) box.current?.focus()
  }, [])
  useEffect(() => lookFor(query), [query])
  const sections = sectionsFor(query)
  const choices = sections.flatMap((section) => section.choices)
  const there = choices.findIndex(({ id }) => id === active?.id)
  const at = Math.min(there < 0 ? (active?.place ?? 0) : there, choices.length - 1)
  const stand = (place: number) => setActive({ id: choices[place]?.id ?? '', place })
  useLayoutEffect(() => {
    box.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [at, query])
  const list = {
    id: 'palette-list',
    count: choices.length,
    active: at,
    onMove: stand,
    onPick: (index: number) => {
      chosen.current = choices[index] ?? null
      closeDialog()
    },
  }
  const asked = formsOf(query)
  return (
    <dialog
      ref={box}
      class="dialog palette"
      aria-label={strings.commands.palette}
      tabIndex={-1}
      onCancel={(event) => {
        event.preventDefault()
        closeDialog()
      }}
      onClick={(event) => {
        // Beside it: the backdrop is the dialog's own.
        if (event.target === box.current) closeDialog()
      }}
      onKeyDown={(event) => {
        if (event.target === box.current) field.current?.focus()
        if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        event.stopPropagation()
        closeDialog()
      }}
    >
      <div class="palette-body">
        <div class="palette-head">
          <SearchIcon />
          <input
            ref={field}
            {...comboboxInput(list)}
            aria-label={words.label}
            placeholder={words.hint}
            dir="auto"
            spellcheck={false}
            maxLength={QUERY_MAX_CHARS}
            value={query}
            onInput={(event) => {
              setQuery(event.currentTarget.value)
              setActive(null)
            }}
          />
          <span class="key-hint" aria-hidden="true">
            Esc
          </span>
        </div>
        {choices.length > 0 && (
          <div class="palette-list" {...comboboxList(list, words.list)}>
            {sections.map(({ id, title, choices: own }) => (
              // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
              <div key={id} role="group" aria-labelledby={`palette-${id}`}>
                <p id={`palette-${id}`} class="palette-title">
                  {title}
                </p>
                {own.map((choice) => {
                  const index = choices.indexOf(choice)
                  return (
                    <Option
                      key={choice.id}
                      choice={choice}
                      asked={asked}
                      option={comboboxOption(list, index)}
                      onPoint={() => stand(index)}
                    />
                  )
                })}
              </div>
            ))}
          </div>
        )}
        <p class="palette-none" role="status">
          {choices.length === 0 && (paletteFound.value.query === query ? words.none : words.asking)}
        </p>
      </div>
    </dialog>
  )
}

function Option(props: {
  choice: Choice
  asked: readonly string[]
  option: ReturnType<typeof comboboxOption>
  onPoint: () => void
}) {
  const { choice, asked } = props
  const Icon = ICONS[choice.kind]
  return (
    <div
      {...props.option}
      role="option"
      tabIndex={-1}
      class="palette-option"
      data-kind={choice.kind}
      onMouseMove={props.onPoint}
    >
      <Icon size={16} />
      <span class="palette-name">{withMarks(markedIn(choice.name, asked))}</span>
      {choice.detail && <span class="palette-detail">{withMarks(choice.detail)}</span>}
      {choice.key && (
        <span class="palette-key">
          {choice.key.split(' ').map((one) => (
            <kbd key={one}>{one}</kbd>
          ))}
        </span>
      )}
    </div>
  )
}
