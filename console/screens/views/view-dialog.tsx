// What a view holds, put together like a sentence: of each condition any of its words, and how many tickets that is now.

import { useEffect, useState } from 'preact/hooks'
import type { SavedView, TicketFilter, TicketSort, ViewFields } from '../../../protocol/filters.ts'
import { VIEW_NAME_MAX_CHARS } from '../../../protocol/limits.ts'
import { Button, TextField } from '../../../ui/controls.tsx'
import { teams } from '../../counts.ts'
import { dialog } from '../../dialogs.ts'
import { ask } from '../../line.ts'
import { edited, fieldsToBegin, moveView, removeView, saveView } from '../../saved-views.ts'
import { Refused } from '../../socket.ts'
import { agents, me, tags, types } from '../../state.ts'
import { sentenceOf as reasonOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { Dialog } from '../parts/dialog.tsx'
import { agentName, sentenceOf } from './sentence.ts'

const words = strings.saved

/** A count while somebody still chooses would be asked for in vain. */
const COUNTED_AFTER_MS = 250
/** Tags that stand there to be chosen: those of a desk that uses them; one that is chosen already always does. */
const TAGS_SHOWN = 40
const WAITS = [30, 60, 240, 480, 1_440, 2_880, 10_080]

export function ViewDialog() {
  if (dialog.value !== 'view') return null
  return <Edit before={edited.value} />
}

function Edit({ before }: { before: SavedView | null }) {
  const [fields, setFields] = useState<ViewFields>(() =>
    before
      ? { name: before.name, filter: before.filter, sort: before.sort, isOwn: before.isOwn }
      : fieldsToBegin(),
  )
  const [fault, setFault] = useState('')
  const [isSaving, setSaving] = useState(false)
  const { name, filter, sort, isOwn } = fields
  const change = (some: Partial<ViewFields>) => setFields({ ...fields, ...some })
  const choose = (some: Partial<TicketFilter>) => change({ filter: cleaned({ ...filter, ...some }) })

  async function save() {
    if (!name.trim()) return setFault(words.nameMissing)
    setSaving(true)
    try {
      await saveView(before, fields)
      close()
    } catch (error) {
      setFault(reasonOf(error))
      setSaving(false)
      if (!(error instanceof Refused)) throw error
    }
  }

  return (
    <Dialog
      title={before ? words.editTitle(before.name) : words.newTitle}
      wide
      onClose={close}
      actions={
        <>
          {before && <Arrange view={before} />}
          <Button onClick={close}>{strings.cancel}</Button>
          <Button look="primary" busy={isSaving} onClick={() => void save()}>
            {words.save}
          </Button>
        </>
      }
    >
      <TextField
        label={words.name}
        value={name}
        maxLength={VIEW_NAME_MAX_CHARS}
        autofocus
        error={fault}
        onInput={(event) => {
          setFault('')
          change({ name: event.currentTarget.value })
        }}
      />
      <p class="view-sentence">
        {sentenceOf(filter)} <Live filter={filter} />
      </p>
      <div class="conditions">
        <Condition
          label={words.conditions.states}
          all={['open', 'waiting_on_contact', 'snoozed', 'solved'] as const}
          nameOf={(state) => words.states[state]}
          chosen={filter.states}
          onChoose={(states) => choose({ states })}
        />
        <Condition
          label={words.conditions.assignees}
          all={['me', 'nobody', ...agents.value.map(({ id }) => id).filter((id) => id !== me.value?.id)]}
          nameOf={agentName}
          chosen={filter.assignees}
          onChoose={(assignees) => choose({ assignees })}
        />
        <Condition
          label={words.conditions.priorities}
          all={['urgent', 'high', 'normal', 'low'] as const}
          nameOf={(priority) => words.priorities[priority]}
          chosen={filter.priorities}
          onChoose={(priorities) => choose({ priorities })}
        />
        <Condition
          label={words.conditions.tags}
          all={[...new Set([...(filter.tags ?? []), ...tags.value.slice(0, TAGS_SHOWN)])]}
          nameOf={(tag) => tag}
          chosen={filter.tags}
          onChoose={(tags) => choose({ tags })}
        />
        <Condition
          label={words.conditions.types}
          all={types.value.map(({ name }) => name)}
          nameOf={(type) => types.value.find(({ name }) => name === type)?.label ?? type}
          chosen={filter.types}
          onChoose={(types) => choose({ types })}
        />
        <Condition
          label={words.conditions.teams}
          all={teams()}
          nameOf={(team) => team}
          chosen={filter.teams}
          onChoose={(teams) => choose({ teams })}
        />
        <Condition
          label={words.conditions.identity}
          all={['verified', 'guest'] as const}
          nameOf={(identity) => words.identities[identity]}
          chosen={filter.identity && [filter.identity]}
          onChoose={(identities) => choose({ identity: identities?.find((one) => one !== filter.identity) })}
        />
        <label class="condition">
          <span>{words.conditions.waits}</span>
          <select
            class="hd-input"
            value={filter.waitsLongerThanMinutes ?? ''}
            onChange={(event) =>
              choose({ waitsLongerThanMinutes: Number(event.currentTarget.value) || undefined })
            }
          >
            <option value="">{words.anyWait}</option>
            {WAITS.map((minutes) => (
              <option key={minutes} value={minutes}>
                {words.waits(minutes)}
              </option>
            ))}
          </select>
        </label>
        <label class="condition">
          <span>{words.sort}</span>
          <select
            class="hd-input"
            value={sort}
            onChange={(event) => change({ sort: event.currentTarget.value as TicketSort })}
          >
            {Object.entries(words.sorts).map(([name, label]) => (
              <option key={name} value={name}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <label class="condition">
          <span>{words.who}</span>
          <select
            class="hd-input"
            value={isOwn ? 'own' : 'everybody'}
            disabled={before !== null}
            title={before ? words.stays : undefined}
            onChange={(event) => change({ isOwn: event.currentTarget.value === 'own' })}
          >
            <option value="own">{words.own}</option>
            <option value="everybody">{words.everybody}</option>
          </select>
        </label>
      </div>
    </Dialog>
  )
}

function Arrange({ view }: { view: SavedView }) {
  return (
    <span class="view-arrange">
      <Button
        size="s"
        look="quiet"
        onClick={() => {
          close()
          void removeView(view)
        }}
      >
        {words.remove}
      </Button>
      <Button size="s" look="quiet" onClick={() => void moveView(view, -1)}>
        {words.up}
      </Button>
      <Button size="s" look="quiet" onClick={() => void moveView(view, 1)}>
        {words.down}
      </Button>
    </span>
  )
}

/** None chosen: the condition is not there. */
function Condition<T extends string>(props: {
  label: string
  all: readonly T[]
  nameOf: (value: T) => string
  chosen: readonly T[] | undefined
  onChoose: (values: T[] | undefined) => void
}) {
  const { label, all, nameOf, chosen = [], onChoose } = props
  if (all.length === 0) return null
  return (
    <fieldset class="condition">
      <legend>{label}</legend>
      <div>
        {all.map((value) => {
          const isChosen = chosen.includes(value)
          return (
            <button
              key={value}
              type="button"
              class="word"
              aria-pressed={isChosen}
              onClick={() => {
                const next = isChosen ? chosen.filter((one) => one !== value) : [...chosen, value]
                onChoose(next.length > 0 ? next : undefined)
              }}
            >
              {nameOf(value)}
            </button>
          )
        })}
      </div>
    </fieldset>
  )
}

function Live({ filter }: { filter: TicketFilter }) {
  const [count, setCount] = useState<number | null>(null)
  const asked = JSON.stringify(filter)
  useEffect(() => {
    let isOld = false
    const timer = setTimeout(() => {
      ask('tickets.count', { filters: [JSON.parse(asked)] }).then(
        ({ counts }) => !isOld && setCount(counts[0] ?? 0),
        () => {},
      )
    }, COUNTED_AFTER_MS)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [asked])
  return <output class="view-live">{words.live(count)}</output>
}

/** What is not chosen is not there. */
function cleaned(filter: { [K in keyof TicketFilter]: TicketFilter[K] | undefined }): TicketFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

function close() {
  dialog.value = null
}
