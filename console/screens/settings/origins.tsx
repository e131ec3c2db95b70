// Sites that may carry the widget, for admins: each change is saved at once and can be taken back. What an operator has set stands
// beside them and stays. Partners: protocol/settings/origins.ts, which says what is none; server/settings/origins.ts.

import { useState } from 'preact/hooks'
import { ORIGIN_MAX_CHARS, ORIGINS } from '../../../protocol/limits.ts'
import { originOf } from '../../../protocol/settings/origins.ts'
import type { OriginsState } from '../../../protocol/settings/settings.ts'
import { Button, IconButton, TextField } from '../../../ui/controls.tsx'
import { CloseIcon, LockIcon } from '../../../ui/icons.tsx'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import { origins as words } from '../../strings/origins.ts'
import { tell, tellTrouble } from '../../toasts.ts'
import { toFault } from '../parts/to-fault.ts'
import { ago, Body, Part, Row } from './parts.tsx'
import { useTold } from './told.tsx'

const PATH = '/api/console/origins'

export function OriginsPage() {
  const { told, instead, setTold, read } = useTold<OriginsState>(PATH, 5, words.notRead)
  if (!told) return instead

  /** @returns whether it is kept */
  async function save(known: OriginsState, added: string[], done: string): Promise<boolean> {
    try {
      const { version } = known
      const next = await call<OriginsState>('PUT', PATH, { version, added })
      setTold(next)
      tell(done, { label: words.undo, run: () => void save(next, known.added, words.undone) })
      return true
    } catch (error) {
      tellTrouble(words.notSaved, error)
      if (!(error instanceof Refused)) throw error
      // Somebody else was quicker: what they made of it is what there is.
      if (error.code === 'setting.changed') await read()
      return false
    }
  }

  const { fixed, added, changedBy, changedAt } = told
  return (
    <Body>
      <Part title={words.title} hint={words.hint}>
        {fixed.map((origin) => (
          <Row key={origin} title={origin} hint={words.fixed}>
            <LockIcon size={16} />
          </Row>
        ))}
        {added.map((origin) => (
          <Row key={origin} title={origin}>
            <IconButton
              label={words.remove(origin)}
              onClick={() =>
                save(
                  told,
                  added.filter((one) => one !== origin),
                  words.removed(origin),
                )
              }
            >
              <CloseIcon size={16} />
            </IconButton>
          </Row>
        ))}
        <Add
          known={[...fixed, ...added]}
          isFull={added.length >= ORIGINS}
          onAdd={(origin) => save(told, [...added, origin], words.added(origin))}
        />
      </Part>
      {changedBy && changedAt && <p class="quiet">{words.lastChanged(changedBy, ago(changedAt))}</p>}
    </Body>
  )
}

function Add(props: { known: string[]; isFull: boolean; onAdd: (origin: string) => Promise<boolean> }) {
  const [typed, setTyped] = useState('')
  const [wrong, setWrong] = useState<keyof typeof words.wrong | null>(null)
  const [isBusy, setBusy] = useState(false)

  async function add(event: Event): Promise<void> {
    event.preventDefault()
    const read = originOf(typed)
    const fault =
      'fault' in read
        ? read.fault
        : props.known.includes(read.origin)
          ? 'twice'
          : props.isFull
            ? 'full'
            : null
    setWrong(fault)
    if (fault || 'fault' in read) return toFault()
    setBusy(true)
    if (await props.onAdd(read.origin)) setTyped((now) => (now === typed ? '' : now))
    setBusy(false)
  }

  return (
    <form class="part-row part-add" noValidate onSubmit={add}>
      <TextField
        label={words.label}
        type="url"
        inputMode="url"
        autocomplete="off"
        spellcheck={false}
        placeholder={words.example}
        maxLength={ORIGIN_MAX_CHARS}
        value={typed}
        error={wrong ? words.wrong[wrong] : ''}
        onInput={(event) => {
          setTyped(event.currentTarget.value)
          setWrong(null)
        }}
      />
      <Button type="submit" busy={isBusy}>
        {words.add}
      </Button>
    </form>
  )
}
