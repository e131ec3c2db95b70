// A form whose answer names another address of the person: probably what is missing is in that account. One tap asks for the
// merge, with everything said that the merge's own first steps would say. Partners: form.tsx, merge.tsx, which goes on from there.

import { useEffect, useState } from 'preact/hooks'
import type { TicketForm } from '../../protocol/ticket-types.ts'
import { Button } from '../../ui/controls.tsx'
import { DoneIcon, InfoIcon, MergeIcon } from '../../ui/icons.tsx'
import { act } from '../commands.ts'
import { state } from '../state.ts'
import * as f from '../strings/en/form.ts'
import * as p from '../strings/en/proofs.ts'
import { Frame, useWork } from './frame.tsx'
import { Direction } from './merge-card.tsx'

export function MergeInstead({
  form,
  from,
  onMerge,
  onOther,
}: {
  form: TicketForm
  /** The other address. */
  from: string
  onMerge: (clientId: string) => Promise<unknown>
  onOther: () => void
}) {
  const contact = state.contact.value
  const { busy, error, run } = useWork()
  // A second press is the same request.
  const [clientId] = useState(() => crypto.randomUUID())
  return (
    <Frame
      title={form.label}
      lead={
        <span class="kind">
          <MergeIcon />
        </span>
      }
      foot={
        <Button look="primary" size="l" wide busy={busy} onClick={() => run(() => onMerge(clientId))}>
          {f.mergeInstead}
        </Button>
      }
    >
      <div class="form">
        <div>
          <h3>{f.otherAccount}</h3>
          <p>{f.otherAccountWhy}</p>
        </div>
        <Direction from={from} into={contact?.email ?? contact?.name ?? ''} />
        <ul class="facts">
          {[p.mergeAddressHint, ...p.mergeFacts].map((fact) => (
            <li key={fact} class="line">
              <DoneIcon /> {fact}
            </li>
          ))}
        </ul>
        <div class="pair">
          <Button look="quiet" onClick={onOther}>
            {f.notThat}
          </Button>
        </div>
        {error && (
          <p class="hd-field-error" role="alert">
            {error}
          </p>
        )}
      </div>
    </Frame>
  )
}

/** What the host thinks: never an answer to what was typed, for it is asked before, and without it. */
export function MayHold() {
  const [address, know] = useState<string | null>(null)
  const isVerified = state.contact.value?.identity === 'verified'
  useEffect(() => {
    if (!isVerified) return
    act('account.look_up', {}).then(
      (answer) => know(answer.address),
      () => {},
    )
  }, [isVerified])
  return (
    // It is there before its words are, so that they are read. A Notice in it would be read once more.
    <div role="status">
      {address && (
        <div class="hd-notice hd-tone-neutral">
          <InfoIcon size={16} />
          <div>{f.mayHold(address)}</div>
        </div>
      )}
    </div>
  )
}
