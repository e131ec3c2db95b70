// Tags of one ticket, or of many: typed with the known ones below, taken away one by one, saved together.

import { useState } from 'preact/hooks'
import { tagFrom } from '../../../protocol/desk/tag-text.ts'
import { TAG_MAX_CHARS } from '../../../protocol/limits.ts'
import { type Combobox, comboboxInput, comboboxList, comboboxOption } from '../../../ui/combobox.ts'
import { Button } from '../../../ui/controls.tsx'
import { CloseIcon, TagIcon } from '../../../ui/icons.tsx'
import { isComposed } from '../../../ui/keys.ts'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { tags as known, tickets } from '../../state.ts'
import { strings } from '../../strings.ts'
import { arranging } from '../../verbs/arranging.ts'
import { namesOf } from '../../verbs/changing.ts'
import { changeTags, tagsLike } from '../../verbs/tags.ts'
import { useBegun } from '../parts/begun.ts'
import { Dialog } from '../parts/dialog.tsx'

const words = strings.changes

/** More than these are found by typing. */
const SHOWN = 6

const NOTHING: { add: string[]; remove: string[]; text: string } = { add: [], remove: [], text: '' }

export function TagsDialog() {
  if (dialog.value !== 'tags') return null
  return <Tags ticketIds={arranging.value} />
}

function Tags({ ticketIds }: { ticketIds: readonly string[] }) {
  const begun = useBegun(`tags ${ticketIds}`, NOTHING)
  const { add, remove, text } = begun.value
  const edit = (changed: Partial<typeof NOTHING>) => begun.keep({ ...begun.value, ...changed })
  const [active, move] = useState(-1)
  const own = tagsOn(ticketIds)
  const shown = [...own.keys(), ...add.filter((tag) => !own.has(tag))].filter((tag) => !remove.includes(tag))
  const typed = tagFrom(text)
  const onAll = shown.filter((tag) => add.includes(tag) || own.get(tag) === ticketIds.length)
  const offered = tagsLike(typed, known.value)
    .filter((tag) => !onAll.includes(tag))
    .slice(0, SHOWN)
  const isNew = typed !== '' && !offered.includes(typed) && !onAll.includes(typed)
  const options = isNew ? [...offered, typed] : offered
  const isChanged = add.length + remove.length > 0

  const box: Combobox = {
    id: 'tags-known',
    count: options.length,
    // What Enter would take.
    active: typed ? Math.max(active, 0) : active,
    onMove: move,
    onPick: (index) => {
      const tag = options[index]
      if (tag) put(tag)
    },
  }
  function put(tag: string) {
    const isMissing = own.get(tag) !== ticketIds.length && !add.includes(tag)
    edit({
      add: isMissing ? [...add, tag] : add,
      remove: remove.filter((one) => one !== tag),
      text: '',
    })
    move(-1)
  }
  function take(tag: string) {
    edit({ add: add.filter((one) => one !== tag), remove: own.has(tag) ? [...remove, tag] : remove })
  }
  function save() {
    begun.letGo(closeDialog)
    // As Enter would have.
    const last = typed ? options.slice(0, 1) : []
    void changeTags(ticketIds, { add: [...add, ...last], remove })
  }
  const input = comboboxInput(box)
  return (
    <Dialog
      title={words.tagsOf(namesOf(ticketIds))}
      onClose={closeDialog}
      actions={
        <>
          <Button onClick={() => begun.letGo(closeDialog)}>{strings.cancel}</Button>
          <Button look="primary" disabled={!isChanged && !typed} onClick={save}>
            {words.save}
          </Button>
        </>
      }
    >
      <div class="tags-edit">
        <ul class="tags" aria-label={words.tags}>
          {shown.map((tag) => (
            <li key={tag} class="tag">
              <span>{tag}</span>
              {!onAll.includes(tag) && <small>{words.onSome}</small>}
              {add.includes(tag) && begun.kept?.add.includes(tag) && <small>{words.unsaved}</small>}
              <button
                type="button"
                aria-label={words.removeTag(tag)}
                title={words.removeTag(tag)}
                onClick={() => take(tag)}
              >
                <CloseIcon size={16} />
              </button>
            </li>
          ))}
        </ul>
        <label class="hd-field">
          <span class="hd-hidden">{words.tagField}</span>
          <input
            class="hd-input"
            {...input}
            autofocus
            value={text}
            placeholder={words.tagField}
            maxLength={TAG_MAX_CHARS}
            onInput={(event) => {
              edit({ text: event.currentTarget.value })
              move(-1)
            }}
            onKeyDown={(event) => {
              if (isComposed(event)) return
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || (!typed && active < 0))) {
                event.preventDefault()
                if (isChanged || typed) save()
                return
              }
              const last = shown.at(-1)
              if (event.key === 'Enter' && onAll.includes(typed)) edit({ text: '' })
              else if (event.key === 'Backspace' && text === '' && last) take(last)
              else input.onKeyDown(event)
            }}
          />
        </label>
      </div>
      <ul class="tags-known" {...comboboxList(box, words.known)}>
        {options.map((tag, index) => (
          <li key={tag} class="choice" {...comboboxOption(box, index)}>
            <TagIcon size={16} />
            <span>{isNew && tag === typed ? words.newTag(tag) : tag}</span>
          </li>
        ))}
      </ul>
      <p class="quiet">{words.tagHint}</p>
    </Dialog>
  )
}

/** Tag → on how many of them. */
function tagsOn(ticketIds: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const id of ticketIds)
    for (const tag of tickets.value.get(id)?.tags ?? []) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  return counts
}
