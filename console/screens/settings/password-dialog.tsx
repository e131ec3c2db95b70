// Asks for one's password before something that a desk left open must not allow. Says at its place what was wrong.

import { useRef, useState } from 'preact/hooks'
import { Button, TextField } from '../../../ui/controls.tsx'
import { Refused } from '../../line/socket.ts'
import { access as words } from '../../strings/access.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { Dialog } from '../parts/dialog.tsx'
import { toFault } from '../parts/to-fault.ts'

export function PasswordDialog(props: {
  title: string
  text: string
  look?: 'primary' | 'danger'
  submit: string
  /** @throws Refused */
  run: (password: string) => Promise<void>
  onClose: () => void
}) {
  const form = useRef<HTMLFormElement>(null)
  const [error, setError] = useState('')
  const [busy, setBusy] = useState(false)
  const refuse = (why: string) => {
    setError(why)
    toFault()
  }

  async function submit(event: Event) {
    event.preventDefault()
    const password = String(new FormData(form.current ?? undefined).get('password') ?? '')
    if (!password) return refuse(words.passwordMissing)
    setBusy(true)
    try {
      await props.run(password)
    } catch (cause) {
      if (!(cause instanceof Refused)) throw cause
      refuse(cause.code === 'password.wrong' ? words.passwordWrong : sentenceOf(cause))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form class="access-form" ref={form} onSubmit={submit} noValidate>
        <p>{props.text}</p>
        <TextField
          label={words.currentPassword}
          name="password"
          type="password"
          autocomplete="current-password"
          autofocus
          error={error}
        />
        <footer>
          <Button onClick={props.onClose}>{strings.cancel}</Button>
          <Button look={props.look ?? 'primary'} type="submit" busy={busy}>
            {props.submit}
          </Button>
        </footer>
      </form>
    </Dialog>
  )
}
