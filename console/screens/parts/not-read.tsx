// In the place of what could not be read: that it could not, why, and once more. List, search and thread have it written out: as a part of
// its own it makes what the console begins with heavier.

import { Blank, Button } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import type { Refused } from '../../line/socket.ts'
import { sentenceOfCode } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'

export function NotRead(props: { title: string; code: Refused['code']; onAgain: () => unknown }) {
  return (
    <Blank
      icon={<AlertIcon />}
      title={props.title}
      action={<Button onClick={props.onAgain}>{strings.tryAgain}</Button>}
      urgent
    >
      {sentenceOfCode(props.code)}
    </Blank>
  )
}
