// What a view holds, put together like a sentence: of each condition any of its words, and how many tickets that is now.

import { useEffect, useState } from 'preact/hooks'
import type { SavedView, TicketFilter, TicketSort, ViewFields } from '../../../protocol/desk/filters.ts'
import { readAlike } from '../../../protocol/desk/view-names.ts'
import { VIEW_NAME_MAX_CHARS } from '../../../protocol/limits.ts'
import { Button, Notice, TextField } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { ask } from '../../line/line.ts'
import { Refused } from '../../line/socket.ts'
import { edited, fieldsToBegin } from '../../list/saved-views.ts'
import { savedViewOf, savedViews, sayFilter } from '../../list/views.ts'
import { forgetWithAgent } from '../../state.ts'
import { sentenceOfTried } from '../../strings/reasons.ts'
import { viewDialog as own } from '../../strings/view-dialog.ts'
import { strings } from '../../strings.ts'
import { tellTrouble } from '../../toasts.ts'
import { moveView, removeView, saveView, showView } from '../../verbs/saving-views.ts'
import { dialogOfNow } from '../parts/confirm.tsx'
import { Dialog } from '../parts/dialog.tsx'
import { toFault } from '../parts/to-fault.ts'
import { FilterConditions } from './conditions.tsx'
import { finishedFilter, isUnfinishedFilter } from './field-conditions.tsx'
import { sentenceOf } from './sentence.ts'

sayFilter.value = sentenceOf

const words = strings.saved

/** A count while somebody still chooses would be asked for in vain. */
const COUNTED_AFTER_MS = 250

interface Begun {
  /** What is being changed, as it was then: a version that is newer by now was somebody else's. Null: a new one. */
  before: SavedView | null
  fields: ViewFields
}
/** Put away by Escape, and not given up by Cancel: by the view, '' for a new one, it stands there again as long as its maker is at the desk. */
const begun = new Map<string, Begun>()
forgetWithAgent(() => begun.clear())

export function ViewDialog() {
  if (dialog.value !== 'view') return null
  return <Edit before={edited.value} />
}

function Edit(props: { before: SavedView | null }) {
  const place = props.before?.id ?? ''
  const [{ before, fields }, setBegun] = useState<Begun>(() => begun.get(place) ?? takenUp(props.before))
  const [fault, setFault] = useState('')
  const [trouble, setTrouble] = useState('')
  const [isTried, setTried] = useState(false)
  const [isSaving, setSaving] = useState(false)
  const { name, filter, sort, isOwn } = fields
  const change = (some: Partial<ViewFields>) => {
    const next = { before, fields: { ...fields, ...some } }
    setBegun(next)
    begun.set(place, next)
  }
  const giveUp = () => {
    begun.delete(place)
    closeDialog()
  }

  function refuse(why: string) {
    setFault(why)
    toFault()
  }

  async function save() {
    setTried(true)
    setTrouble('')
    if (!name.trim()) return refuse(own.nameMissing)
    const twin = savedViews.peek().find((view) => view.id !== before?.id && readAlike(view.name, name))
    if (twin && !(before && readAlike(before.name, name))) return refuse(own.twin(twin.name))
    if (isUnfinishedFilter(filter)) return toFault()
    setSaving(true)
    const isOpen = dialogOfNow()
    try {
      const saved = await saveView(before, fields)
      begun.delete(place)
      if (!isOpen()) return
      showView(saved)
      closeDialog()
    } catch (error) {
      if (!isOpen()) return tellTrouble(own.notSaved, error)
      setSaving(false)
      const newer = before && savedViewOf(before.id)
      if (error instanceof Refused && error.code === 'view.changed' && newer) {
        setBegun({ before: newer, fields })
        setTrouble(own.changed(newer.changedBy, newer.name, sentenceOf(newer.filter)))
      } else if (error instanceof Refused && error.code === 'view.invalid') setTrouble(error.message)
      else {
        setTrouble(sentenceOfTried(own.notSaved, error))
        if (!(error instanceof Refused)) throw error
      }
    }
  }

  return (
    <Dialog
      title={before ? own.editTitle(before.name) : own.newTitle}
      wide
      onClose={closeDialog}
      actions={
        <>
          {before && <Arrange view={savedViewOf(before.id) ?? before} />}
          <Button onClick={giveUp}>{strings.cancel}</Button>
          <Button look="primary" busy={isSaving} onClick={() => void save()}>
            {own.save}
          </Button>
        </>
      }
    >
      {trouble && (
        <Notice tone="warning" icon={<AlertIcon />} urgent>
          {trouble}
        </Notice>
      )}
      <TextField
        label={own.name}
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
        {sentenceOf(filter)} <Live filter={finishedFilter(filter)} />
      </p>
      <div class="conditions">
        <FilterConditions filter={filter} isTried={isTried} hasMe onChange={(filter) => change({ filter })} />
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
          <span>{own.who}</span>
          <select
            class="hd-input"
            value={isOwn ? 'own' : 'everybody'}
            disabled={before !== null}
            title={before ? own.stays : undefined}
            onChange={(event) => change({ isOwn: event.currentTarget.value === 'own' })}
          >
            <option value="own">{own.own}</option>
            <option value="everybody">{own.everybody}</option>
          </select>
        </label>
      </div>
    </Dialog>
  )
}

const takenUp = (before: SavedView | null): Begun => ({
  before,
  fields: before
    ? { name: before.name, filter: before.filter, sort: before.sort, isOwn: before.isOwn }
    : fieldsToBegin(),
})

function Arrange({ view }: { view: SavedView }) {
  return (
    <span class="view-arrange">
      <Button
        size="s"
        look="quiet"
        onClick={() => {
          closeDialog()
          void removeView(view)
        }}
      >
        {own.remove}
      </Button>
      <Button size="s" look="quiet" onClick={() => void moveView(view, -1)}>
        {own.up}
      </Button>
      <Button size="s" look="quiet" onClick={() => void moveView(view, 1)}>
        {own.down}
      </Button>
    </span>
  )
}

function Live({ filter }: { filter: TicketFilter }) {
  const [count, setCount] = useState<number | null>()
  const asked = JSON.stringify(filter)
  useEffect(() => {
    let isOld = false
    const timer = setTimeout(() => {
      ask('tickets.count', { filters: [JSON.parse(asked)] }).then(
        ({ counts }) => !isOld && setCount(counts[0] ?? null),
        () => {},
      )
    }, COUNTED_AFTER_MS)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [asked])
  return <output class="view-live">{own.live(count)}</output>
}
