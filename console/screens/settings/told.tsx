// What a page of the settings was told by the server: asked when it is opened, a skeleton until then, and what can be tried
// again where it was refused.

import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Blank, Button, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import { sentenceOf } from '../../strings/reasons.ts'
import { strings } from '../../strings.ts'
import { Body } from './parts.tsx'

export interface Told<T> {
  told: T | null
  /** Stands in the page's place while nothing is told. */
  instead: JSX.Element
  setTold: (next: T) => void
  read: () => Promise<void>
}

/** @param lines of the skeleton */
export function useTold<T extends object>(path: string, lines: number, notRead: string): Told<T> {
  const [told, setTold] = useState<T | Refused | null>(null)
  const read = () => call<T>('GET', path).then(setTold, setTold)
  useEffect(() => void read(), [])
  if (!(told instanceof Refused)) {
    const instead = (
      <Body>
        <Skeleton label={strings.loading} lines={lines} />
      </Body>
    )
    return { told, instead, setTold, read }
  }
  const instead = (
    <Blank
      icon={<AlertIcon />}
      title={notRead}
      action={<Button onClick={read}>{strings.tryAgain}</Button>}
      urgent
    >
      {sentenceOf(told)}
    </Blank>
  )
  return { told: null, instead, setTold, read }
}
