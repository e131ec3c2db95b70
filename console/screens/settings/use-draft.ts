// What is typed on a page of the settings that is saved as a whole: over which version it was begun, and what becomes of it. Where somebody
// else was quicker theirs is read, and nothing typed is lost until the admin has chosen. Partners: told.tsx; parts/meanwhile.tsx; server/settings/kept.ts.

import { useState } from 'preact/hooks'
import { call } from '../../line/http.ts'
import { Refused } from '../../line/socket.ts'
import type { Denial } from '../../strings/reasons.ts'
import { tellTrouble } from '../../toasts.ts'
import type { Told } from './told.tsx'

interface Draft<T, D> {
  /** What the page shows: typed, or as it is kept. */
  draft: D
  isChanged: boolean
  /** What it was begun over is not what is kept any more. */
  isStale: boolean
  isBusy: boolean
  edit: (draft: D) => void
  discard: () => void
  /**
   * @param over the version that is replaced knowingly, where it is not the one that it was begun over
   * @returns what is kept now; null where it is not
   */
  save: (asked: object, over?: number) => Promise<T | null>
  /** Of the admin's own, done beside what is typed. */
  take: (next: T) => void
}

/** @param of equal texts of it are no change */
export function useDraft<T extends { version: number }, D>(
  { told, setTold, read }: Told<T>,
  { path, of, notSaved }: { path: string; of: (told: T) => D; notSaved: Denial },
): Draft<T, D> | null {
  const [begun, begin] = useState<{ draft: D; over: number } | null>(null)
  const [isBusy, setBusy] = useState(false)
  if (!told) return null
  const kept = of(told)
  const isChanged = begun !== null && JSON.stringify(begun.draft) !== JSON.stringify(kept)
  const over = isChanged ? begun.over : told.version

  return {
    draft: isChanged ? begun.draft : kept,
    isChanged,
    isStale: over !== told.version,
    isBusy,
    edit: (draft) => begin({ draft, over }),
    discard: () => begin(null),
    async save(asked, knowingly = over) {
      setBusy(true)
      try {
        const next = await call<T>('PUT', path, { version: knowingly, ...asked })
        setTold(next)
        // What was typed since then is not saved yet, and goes over what is.
        begin((now) => (now && now !== begun ? { ...now, over: next.version } : null))
        return next
      } catch (error) {
        if (error instanceof Refused && error.code === 'setting.changed') await read()
        else tellTrouble(notSaved, error)
        if (!(error instanceof Refused)) throw error
        return null
      } finally {
        setBusy(false)
      }
    },
    take(next) {
      setTold(next)
      // What somebody else saved between is still asked about.
      if (begun && over === told.version) begin({ ...begun, over: next.version })
    },
  }
}
