// Asks for one's password before something that a desk left open must not allow. Says at its place what was wrong.

import { Button, TextField } from '../../../ui/controls.tsx'
import { access as words } from '../../strings/access.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { Dialog } from '../parts/dialog.tsx'
import { useOneField } from '../parts/one-field.ts'

export function PasswordDialog(props: {
  title: string
  text: string
  look?: 'primary' | 'danger'
  submit: string
  /** @throws Refused */
  run: (password: string) => Promise<void>
  onClose: () => void
}) {
  const { error, busy, form } = useOneField(
    'password',
    (password) => !password && words.passwordMissing,
    props.run,
    (cause) => (cause.code === 'password.wrong' ? words.passwordWrong : sentenceOf(cause)),
  )
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form class="access-form" {...form}>
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
