// Instead of the mailed code: the person logs in to the other account, on the host's own page, where the host offers it. What comes
// back is a token for this request alone; no password ever comes near this program. Partner: merge.tsx.

import { useState } from 'preact/hooks'
import type { ContactMerge } from '../../protocol/account-merge.ts'
import { Button } from '../../ui/controls.tsx'
import { act } from '../commands.ts'
import { Refused } from '../http.ts'
import { theHost } from '../session.ts'
import * as p from '../strings/en/proofs.ts'
import { useWork } from './frame.tsx'

export function OtherLogIn({ merge }: { merge: ContactMerge }) {
  const { busy, error, run } = useWork()
  const [isOther, sayOther] = useState(false)
  const ask = theHost()?.options.otherAccountToken
  if (typeof ask !== 'function') return null
  const prove = async () => {
    sayOther(false)
    const identityToken = await ask({ id: merge.id, email: merge.fromEmail })
    if (!identityToken) return
    try {
      await act('merge.prove', { mergeId: merge.id, identityToken })
    } catch (cause) {
      if (!(cause instanceof Refused) || cause.problem.code !== 'identity.invalid') throw cause
      sayOther(true)
    }
  }
  return (
    <div class="form or">
      <p>{p.orLogIn}</p>
      {(error || isOther) && (
        <p class="hd-field-error" role="alert">
          {error || p.otherThanNamed}
        </p>
      )}
      <Button wide busy={busy} onClick={() => run(prove)}>
        {p.logInThere}
      </Button>
    </div>
  )
}
