// What few come to is a bundle of its own, fetched when they do: list and thread do not wait for it. build.mjs cuts at each
// `import()` here or elsewhere in the console. Such a bundle adopts its own style sheets (styles.ts).

import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Blank, Button, Skeleton } from '../ui/controls.tsx'
import { OfflineIcon } from '../ui/icons.tsx'
import { strings } from './strings.ts'

/** The settings' pages, whichever. */
export const SettingsPages = onDemand(async () => (await import('./screens/settings/pages.tsx')).Pages)

/** The review of an account merge. */
export const MergeReview = onDemand(async () => (await import('./screens/merge/review.tsx')).MergeReview)

const bringInserter = async () => (await import('./screens/thread/inserter.tsx')).Inserter
/** Macros and articles. */
export const Inserter = onDemand(bringInserter)
/** Before it is asked for: what is typed behind its sign belongs into its field. */
export const expectInserter = (): void => void bringInserter().catch(() => {})
/** What puts the answers of a form right. */
export const Correction = onDemand(async () => (await import('./screens/thread/correction.tsx')).Correction)

/** A ticket for a contact. */
export const OpeningForm = onDemand(async () => (await import('./screens/opening/opening.tsx')).OpeningForm)

/** What few see before the desk. */
export const EntryPages = onDemand(async () => (await import('./screens/entry/pages.tsx')).Entry)

export const ReportsPage = onDemand(async () => (await import('./screens/reports/reports.tsx')).Reports)

/**
 * Until it is there its place is kept by a skeleton; where it does not come, what to do stands there. A browser may remember a
 * file that it could not fetch, and a server that was updated has others: a reload helps in both cases.
 */
function onDemand<P extends object>(bring: () => Promise<ComponentType<P>>): ComponentType<P> {
  let part: ComponentType<P> | undefined
  return (props: P) => {
    const [tries, setTries] = useState(1)
    const [state, setState] = useState<'waiting' | 'here' | 'failed'>(part ? 'here' : 'waiting')
    useEffect(() => {
      if (part) return
      let isGone = false
      const tell = (next: typeof state) => !isGone && setState(next)
      bring().then(
        (brought) => {
          part = brought
          tell('here')
        },
        () => tell('failed'),
      )
      return () => {
        isGone = true
      }
    }, [tries])
    const again = () => {
      setState('waiting')
      setTries(tries + 1)
    }
    if (state === 'failed') return <NotFetched onAgain={again} isStubborn={tries > 1} />
    const Part = part
    return Part ? (
      <Part {...props} />
    ) : (
      <div class="on-demand">
        <Skeleton label={strings.loading} lines={6} />
      </div>
    )
  }
}

function NotFetched({ onAgain, isStubborn }: { onAgain: () => void; isStubborn: boolean }) {
  const words = strings.onDemand
  return (
    <Blank
      icon={<OfflineIcon />}
      title={words.title}
      action={
        <div class="on-demand-actions">
          <Button onClick={onAgain}>{strings.tryAgain}</Button>
          {isStubborn && (
            <Button look="quiet" onClick={() => location.reload()}>
              {strings.reload}
            </Button>
          )}
        </div>
      }
      urgent
    >
      {isStubborn ? words.stubborn : words.failed}
    </Blank>
  )
}
