// A form of one field that the server may refuse: sent once at a time, and what is wrong with it is said at the field.

import { useState } from 'preact/hooks'
import { Refused } from '../../line/socket.ts'
import { toFault } from './to-fault.ts'

/**
 * @param lacks why it is not even sent, in words
 * @param refused a refusal in words; empty where it is said elsewhere
 */
export function useOneField(
  name: string,
  lacks: (value: string) => string | false,
  send: (value: string) => Promise<unknown>,
  refused: (cause: Refused) => string,
) {
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  function refuse(why: string) {
    setError(why)
    toFault()
  }
  async function onSubmit(event: Event) {
    event.preventDefault()
    const value = String(new FormData(event.currentTarget as HTMLFormElement).get(name) ?? '')
    const lack = lacks(value)
    if (lack) return refuse(lack)
    setBusy(true)
    try {
      await send(value)
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      const why = refused(cause)
      if (why) refuse(why)
    } finally {
      setBusy(false)
    }
  }
  return { error, busy, form: { onSubmit, noValidate: true } }
}
