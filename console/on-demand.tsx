// What few come to is a bundle of its own, fetched when they do: list and thread do not wait for it. build.mjs cuts at each
// `import()` here or elsewhere in the console. Such a bundle adopts its own style sheets (styles.ts).

import { type ComponentChildren, type ComponentType, Fragment } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Blank, Button, Skeleton } from '../ui/controls.tsx'
import { OfflineIcon } from '../ui/icons.tsx'
import { closeDialog } from './keyboard/dialogs.ts'
import { forgetKeys, holdKeys, useHeldKeys } from './keyboard/held-keys.ts'
import { Dialog } from './screens/parts/dialog.tsx'
import { strings } from './strings.ts'

/** The settings' pages, whichever. */
export const SettingsPages = onDemand(async () => (await import('./screens/settings/pages.tsx')).Pages)

/** The review of an account merge. */
export const MergeReview = onDemand(async () => (await import('./screens/merge/review.tsx')).MergeReview)

/** Above the tickets that a search finds. */
export const FoundContacts = onDemand(
  async () => (await import('./screens/search/found-contacts.tsx')).FoundContacts,
  () => null,
)

/** Macros and articles: what is typed behind its sign belongs into its field. */
export const Inserter = onDemand(
  async () => (await import('./screens/thread/inserter.tsx')).Inserter,
  Fragment,
  true,
)
/** Its button waits for it. */
export const emojiList = async () => {
  const letGo = holdKeys()
  try {
    return (await import('./screens/thread/emoji.tsx')).Emoji
  } catch (error) {
    forgetKeys()
    throw error
  } finally {
    letGo()
  }
}
/** Files beside what is written: expected with the desk, so that nothing moves when there are some. */
export const Chosen = onDemand(async () => (await import('./screens/thread/chosen.tsx')).Chosen, OnceFailed)
/** Under a message: expected with the desk, for a key that opens it is followed by what is typed into it. */
export const MessageMenu = onDemand(
  async () => (await import('./screens/thread/message-menu.tsx')).MessageMenu,
  OnceFailed,
  true,
)
/** A time of day that a reply names, on the contact's clock. */
export const TimeThere = onDemand(
  async () => (await import('./screens/thread/time-there.tsx')).TimeThere,
  () => null,
)
/** Another text for the same box, from another window. */
export const OtherDraft = onDemand(
  async () => (await import('./screens/thread/other-draft.tsx')).OtherDraft,
  OnceFailed,
)
/** What puts the answers of a form right. */
export const Correction = onDemand(
  async () => (await import('./screens/thread/correction.tsx')).Correction,
  Fragment,
  true,
)

/** A ticket for a contact. */
export const OpeningForm = onDemand(
  async () => (await import('./screens/opening/opening.tsx')).OpeningForm,
  Fragment,
  true,
)

/** What opens over the desk. Expected as soon as the desk is there: a key that opens one is followed by what is typed into it. */
export const Dialogs = onDemand(
  async () => (await import('./screens/dialogs.tsx')).Dialogs,
  UnderDialog,
  true,
)

/** Beside a ticket and above it: expected with the desk, so that nothing moves when one is opened. */
export const Related = onDemand(
  async () => (await import('./screens/relate/related.tsx')).Related,
  // As high as its heading: what stands below stays where it is when it comes.
  ({ children, isFailed }) => (isFailed ? children : <section style="height:24px" />),
)
export const Standing = onDemand(
  async () => (await import('./screens/relate/standing.tsx')).Standing,
  OnceFailed,
)

/** For ears. Nobody waits for it. */
export const Announcer = onDemand(
  async () => (await import('./screens/parts/announcer.tsx')).Announcer,
  () => null,
)

/** Drafts at the server. The desk does not wait for it: until it is here the device keeps them. */
export const draftsInStep = () => import('./writing/in-step.ts')

/** Makes an agent's own picture small, and sends it. */
export const pictureSender = () => import('./verbs/own-picture.ts')

/** Before the desk, once a day at most. */
export const Login = onDemand(async () => (await import('./screens/entry/login.tsx')).Login, Alone)

/** What few see before the desk. */
export const EntryPages = onDemand(async () => (await import('./screens/entry/pages.tsx')).Entry)

/** A contact by themselves. */
export const ContactPage = onDemand(
  async () => (await import('./screens/contact/contact-page.tsx')).ContactPage,
)

export const ReportsPage = onDemand(async () => (await import('./screens/reports/reports.tsx')).Reports)

/**
 * Until it is there its place is kept by a skeleton; where it does not come, what to do stands there. A browser may remember a
 * file that it could not fetch, and a server that was updated has others: a reload helps in both cases.
 * @param Place around what stands in for it, where there is no place on the page
 * @param takesKeys it has a field, or a list, and the focus goes there
 */
function onDemand<P extends object>(
  bring: () => Promise<ComponentType<P>>,
  Place: ComponentType<{ children: ComponentChildren; isFailed: boolean }> = Fragment,
  takesKeys = false,
): ComponentType<P> & { expect(): void } {
  let part: ComponentType<P> | undefined
  const fetchPart = async () => {
    part = await bring()
  }
  function OnDemand(props: P) {
    const [tries, setTries] = useState(1)
    const [state, setState] = useState<'waiting' | 'here' | 'failed'>(part ? 'here' : 'waiting')
    useHeldKeys(takesKeys && state === 'waiting')
    useEffect(() => {
      // It may have come since this was drawn, because it was expected.
      if (part) return setState('here')
      let isGone = false
      const tell = (next: typeof state) => !isGone && setState(next)
      fetchPart().then(
        () => tell('here'),
        () => {
          forgetKeys()
          tell('failed')
        },
      )
      return () => {
        isGone = true
      }
    }, [tries])
    const again = () => {
      setState('waiting')
      setTries(tries + 1)
    }
    const Part = part
    if (Part) return <Part {...props} />
    const isFailed = state === 'failed'
    return (
      <Place isFailed={isFailed}>
        {isFailed ? (
          <NotFetched onAgain={again} isStubborn={tries > 1} />
        ) : (
          <div class="on-demand">
            <Skeleton label={strings.loading} lines={6} />
          </div>
        )}
      </Place>
    )
  }
  // What is expected and does not come is asked for again when it is wanted, and says so then.
  return Object.assign(OnDemand, { expect: () => void fetchPart().catch(() => {}) })
}

function Alone({ children }: { children: ComponentChildren }) {
  return <main class="alone">{children}</main>
}

function OnceFailed({ children, isFailed }: { children: ComponentChildren; isFailed: boolean }) {
  return isFailed ? children : null
}

/** Nothing, as long as it may still come: a frame that another one follows would flash. */
function UnderDialog({ children, isFailed }: { children: ComponentChildren; isFailed: boolean }) {
  if (!isFailed) return null
  return (
    <Dialog title={strings.onDemand.title} onClose={closeDialog}>
      {children}
    </Dialog>
  )
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
