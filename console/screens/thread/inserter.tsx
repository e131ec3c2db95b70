// Macros and articles, found and put into the text from the keyboard: a list under a field, what the chosen one says beside it,
// and, where a macro asks something, its questions. Partners: macro-list.ts; inserter-preview.tsx; composer.tsx, which opens it.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Facts } from '../../../protocol/desk/macro-facts.ts'
import { questionsIn } from '../../../protocol/desk/macro-text.ts'
import type { Macro } from '../../../protocol/desk/macros.ts'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { type Combobox, comboboxInput, comboboxList, comboboxOption } from '../../../ui/combobox.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { ArticleIcon, CloseIcon, LockIcon, SearchIcon } from '../../../ui/icons.tsx'
import { isComposed } from '../../../ui/keys.ts'
import { macros, macrosNotRead, macroUses, readMacros } from '../../facts/macros.ts'
import { forgetKeys, holdKeys } from '../../keyboard/held-keys.ts'
import { lineStatus } from '../../line/line.ts'
import inserterLook from '../../look/inserter.css'
import { me, type Thread, typeName, types } from '../../state.ts'
import { inserter as words } from '../../strings/inserter.ts'
import { sentenceOfCode } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { findSections, type Section, wordsOfSection } from '../../writing/article-search.ts'
import { filledFor, offersFor } from '../../writing/macro-list.ts'
import { useOnline } from '../list/line-state.tsx'
import { useIsHere } from '../parts/is-here.ts'
import { MacroPreview, SectionPreview } from './inserter-preview.tsx'

adopt(inserterLook)

/** Rows that are drawn: who has more types a word. */
const ROWS = 40

type Item = { kind: 'macro'; macro: Macro; isFirst: boolean } | { kind: 'section'; section: Section }

interface Props {
  ticket: DeskTicket
  thread: Thread
  /** It was opened by the sign; typed once more it is meant as itself. */
  sign: string | null
  /** Chosen already, elsewhere: only what it asks is left. */
  macro?: Macro | undefined
  onInsert: (text: string, macro: Macro | null) => void
  onClose: () => void
}

export function Inserter({ ticket, thread, sign, macro, onInsert, onClose }: Props) {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const [asking, setAsking] = useState<Macro | null>(
    macro && questionsIn(macro.text).length > 0 ? macro : null,
  )
  const box = useRef<HTMLDivElement>(null)
  const facts: Facts = {
    ticket,
    typeName: typeName(ticket.type),
    contact: thread.contact,
    agentName: me.value?.name ?? '',
  }
  const sections = useSections(query)
  const isLive = useOnline() && lineStatus.value.state === 'live'
  useEffect(() => {
    if (isLive && !macros.peek()) void readMacros()
  }, [isLive])
  // Before the next key can be pressed: it belongs to the field, also where the questions have given way to it.
  useLayoutEffect(() => box.current?.querySelector('input')?.focus(), [asking])
  useClosing(box, onClose)

  useEffect(() => {
    if (macro && questionsIn(macro.text).length === 0) onInsert(filledFor(macro, facts), macro)
  }, [])

  const items: Item[] = [
    ...offersFor(
      ticket,
      { macros: macros.value?.values() ?? [], uses: macroUses.value, types: types.value },
      query,
    )
      .slice(0, ROWS)
      .map((offer): Item => ({ kind: 'macro', ...offer })),
    ...sections.map((section): Item => ({ kind: 'section', section })),
  ]
  const pick = (index: number) => {
    const item = items[index]
    if (item?.kind === 'section') void bring(item.section)
    if (item?.kind !== 'macro') return
    if (questionsIn(item.macro.text).length > 0) setAsking(item.macro)
    else onInsert(filledFor(item.macro, facts), item.macro)
  }
  const isHere = useIsHere()
  const isBringing = useRef(false)
  /** What is typed until its address is here goes behind it, into the box. Who closes the list takes it back. */
  const bring = async (section: Section) => {
    if (isBringing.current) return
    isBringing.current = true
    const letGo = holdKeys()
    const text = await wordsOfSection(section)
    if (isHere()) onInsert(text, null)
    else forgetKeys()
    letGo()
  }
  const isReading = isLive && !macros.value && !macrosNotRead.value
  const list: Combobox = {
    id: 'inserter-list',
    count: isReading ? 0 : items.length,
    active,
    onMove: setActive,
    onPick: pick,
  }
  const shown = items[Math.max(active, 0)]
  // Enter before they are read means the first that fits.
  const [isWanted, want] = useState(false)
  useEffect(() => {
    if (!isWanted || isReading) return
    want(false)
    pick(0)
  }, [isWanted, isReading])

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form.
    <div
      class="inserter"
      role="group"
      aria-label={words.label}
      ref={box}
      onKeyDown={(event) => {
        // The composer's form would send, the desk has letters of its own.
        event.stopPropagation()
        if (isComposed(event)) return
        if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) {
          event.preventDefault()
          want(isReading)
        }
        if (event.key !== 'Escape') return
        event.preventDefault()
        if (asking) setAsking(null)
        else onClose()
      }}
    >
      {asking ? (
        <Questions
          macro={asking}
          onBack={() => setAsking(null)}
          onAnswer={(answers) => onInsert(filledFor(asking, facts, answers), asking)}
        />
      ) : (
        <>
          <div class="inserter-head">
            <SearchIcon size={16} />
            <input
              {...withSign(comboboxInput(list), sign, query, () => onInsert(sign ?? '', null))}
              class="inserter-field"
              aria-label={words.find}
              placeholder={words.find}
              value={query}
              onInput={(event) => {
                event.stopPropagation()
                setQuery(event.currentTarget.value)
                setActive(0)
                want(false)
              }}
            />
            <IconButton label={strings.close} onClick={onClose}>
              <CloseIcon size={16} />
            </IconButton>
          </div>
          <div class="inserter-body">
            {items.length > 0 && (
              <ul class="inserter-list" {...comboboxList(list, words.label)}>
                {items.map((item, index) => (
                  <Row
                    key={keyOf(item)}
                    item={item}
                    facts={facts}
                    isLed={index === items.findIndex(({ kind }) => kind === item.kind)}
                    option={comboboxOption(list, index)}
                    onPoint={() => setActive(index)}
                  />
                ))}
              </ul>
            )}
            <p class="inserter-none" role="status">
              {items.length === 0 && nothing(query, isLive)}
            </p>
            {shown && (
              <div class="inserter-preview" aria-live="polite">
                {shown.kind === 'macro' ? (
                  <MacroPreview macro={shown.macro} facts={facts} />
                ) : (
                  <SectionPreview section={shown.section} />
                )}
              </div>
            )}
          </div>
        </>
      )}
    </div>
  )
}

function nothing(query: string, isLive: boolean): string {
  if (macros.value) return query ? words.noneFound : words.none
  if (!isLive) return words.offline
  return macrosNotRead.value ? `${words.notRead} ${sentenceOfCode(macrosNotRead.value)}` : strings.loading
}

const keyOf = (item: Item) =>
  item.kind === 'macro' ? item.macro.id : `${item.section.slug}#${item.section.section}`

function Row(props: {
  item: Item
  facts: Facts
  /** The first of its kind says which kind it is. */
  isLed: boolean
  option: ReturnType<typeof comboboxOption>
  onPoint: () => void
}) {
  const { item, facts, isLed, option, onPoint } = props
  const row = useRef<HTMLLIElement>(null)
  const isActive = option['aria-selected']
  useEffect(() => {
    if (isActive) row.current?.scrollIntoView({ block: 'nearest' })
  }, [isActive])
  if (item.kind === 'section') {
    const { title, heading } = item.section
    return (
      <li
        {...option}
        ref={row}
        class={isLed ? 'inserter-leads' : ''}
        data-kind={words.articles}
        onMouseMove={onPoint}
      >
        <ArticleIcon size={16} />
        <strong>{heading || title}</strong>
        <span class="inserter-text">{heading ? title : words.wholeArticle}</span>
      </li>
    )
  }
  const { macro, isFirst } = item
  return (
    <li
      {...option}
      ref={row}
      class={isLed ? 'inserter-leads' : ''}
      data-kind={words.macros}
      onMouseMove={onPoint}
    >
      {macro.as === 'note' && <LockIcon size={16} />}
      <strong>{macro.name}</strong>
      <span class="inserter-text">{firstWords(filledFor(macro, facts)) || words.onlyActs}</span>
      {isFirst && <span class="inserter-fits">{words.fits}</span>}
    </li>
  )
}

/** A first line that is shorter is a greeting: “Hi {{contact.first_name}},”. */
const GREETING_CHARS = 30
/** Of a macro in its row, which cuts them where it ends. */
const WORDS_CHARS = 120

/** Without the greeting, which is the same in most. */
function firstWords(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim())
  const isGreeted = lines.length > 1 && (lines[0] ?? '').length < GREETING_CHARS
  return (isGreeted ? lines.slice(1) : lines).join(' ').slice(0, WORDS_CHARS)
}

/** What the macro asks, one field each; Enter goes to the next and inserts from the last. */
function Questions(props: {
  macro: Macro
  onBack: () => void
  onAnswer: (answers: Map<string, string>) => void
}) {
  const asked = questionsIn(props.macro.text)
  const [answers, setAnswers] = useState(new Map(asked.map(({ question, fallback }) => [question, fallback])))
  const [isTried, setTried] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => box.current?.querySelector('input')?.select(), [])
  const isMissing = (question: string, fallback: string) => !(answers.get(question)?.trim() || fallback)
  const insert = () => {
    setTried(true)
    const missing = asked.findIndex(({ question, fallback }) => isMissing(question, fallback))
    if (missing < 0) props.onAnswer(answers)
    else box.current?.querySelectorAll('input')[missing]?.focus()
  }
  return (
    <div class="inserter-questions" ref={box}>
      <h3>{props.macro.name}</h3>
      {asked.map(({ question, fallback }, index) => {
        const isWrong = isTried && isMissing(question, fallback)
        const wrongId = `inserter-wrong-${index}`
        return (
          <label key={question}>
            <span>{question}</span>
            <input
              class="hd-input"
              dir="auto"
              aria-invalid={isWrong}
              aria-describedby={isWrong ? wrongId : undefined}
              value={answers.get(question) ?? ''}
              onInput={(event) => {
                event.stopPropagation()
                setAnswers(new Map(answers).set(question, event.currentTarget.value))
              }}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || isComposed(event)) return
                const next = box.current?.querySelectorAll('input')[index + 1]
                if (next) next.select()
                else insert()
              }}
            />
            {isWrong && (
              <span id={wrongId} class="hd-field-error">
                {words.answerMissing}
              </span>
            )}
          </label>
        )
      })}
      <div class="inserter-actions">
        <Button size="s" look="quiet" onClick={props.onBack}>
          {words.back}
        </Button>
        <Button size="s" look="primary" onClick={insert}>
          {words.insert}
        </Button>
      </div>
    </div>
  )
}

/** The sign once more, before anything else was typed: it stands in the text then. */
function withSign(
  input: ReturnType<typeof comboboxInput>,
  sign: string | null,
  query: string,
  onSign: () => void,
): ReturnType<typeof comboboxInput> {
  return {
    ...input,
    onKeyDown: (event: KeyboardEvent) => {
      if (sign && event.key === sign && !query && !isComposed(event)) {
        event.preventDefault()
        onSign()
      } else input.onKeyDown(event)
    },
  }
}

/** Of the help center, while its word is being typed. */
function useSections(query: string): readonly Section[] {
  const [found, setFound] = useState<readonly Section[]>([])
  useEffect(() => {
    let isOver = false
    void findSections(query).then((sections) => {
      if (!isOver) setFound(sections)
    })
    return () => {
      isOver = true
    }
  }, [query])
  return found
}

function useClosing(box: { current: HTMLElement | null }, onClose: () => void): void {
  useEffect(() => {
    const onDown = (event: Event) => {
      if (!(event.target instanceof Node && box.current?.contains(event.target))) onClose()
    }
    document.addEventListener('pointerdown', onDown)
    return () => document.removeEventListener('pointerdown', onDown)
  }, [])
}
