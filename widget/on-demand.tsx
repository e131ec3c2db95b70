// What few people come to is a bundle of its own, fetched when they do: the merge, the mailed code, what only some
// articles hold, what stands beside reading and writing. Everybody else's panel is lighter for it. A bundle has its own
// copy of modules that hold no state. Those that do must exist once: build.mjs puts `kit`, the panel's, in their place.

import { type ComponentType, Fragment, type VNode } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { act, openTicket, readPage, see, takeBack } from './commands.ts'
import { chosenFor, onceWhole, setChosen, wholeFor } from './files/chosen.ts'
import { locale, page } from './help.ts'
import { addressOf, ask, Refused } from './http.ts'
import { h } from './live.ts'
import { back, draft, go, person, replace, saveDraft } from './navigation.ts'
import { bring, type Part } from './parts.ts'
import { Failed, Frame, focusIn, refusals, useFocus, useNow, useWork, Waiting } from './screens/frame.tsx'
import { find } from './search.ts'
import { becomeGuest, dropSession, getSession, renewsToken, theHost } from './session.ts'
import { adopt } from './sheet.ts'
import { effect } from './signals.ts'
import { apply, hearTime, hold, isUnread, now, put, state, ticketOf } from './state.ts'
import * as t from './strings/en/panel.ts'

export const Merge = onDemand<object>('merge', 'Merge', t.merge)
export const Form = onDemand<{ type: string }>('form', 'Form', t.writeToUs)
export const Filled = onDemand<Props<typeof import('./screens/filled.tsx').Filled>>('form', 'Filled', null)
export const MergeCard = onDemand<Props<typeof import('./screens/merge-card.tsx').MergeCard>>(
  'merge-card',
  'MergeCard',
)
export const MergeSaid = onDemand<Props<typeof import('./screens/merge-card.tsx').MergeSaid>>(
  'merge-card',
  'MergeSaid',
  null,
)
export const GuestCode = onDemand<Props<typeof import('./screens/guest-code.tsx').GuestCode>>(
  'code',
  'GuestCode',
  t.writeToUs,
)
export const WrittenBefore = onDemand<Props<typeof import('./screens/guest-code.tsx').WrittenBefore>>(
  'code',
  'WrittenBefore',
  null,
)

export const Feedback = onDemand<Props<typeof import('./screens/feedback.tsx').Feedback>>(
  'beside',
  'Feedback',
  null,
)
export const Alongside = onDemand<Props<typeof import('./screens/alongside.tsx').Alongside>>(
  'beside',
  'Alongside',
  null,
)
export const Answers = onDemand<Props<typeof import('./screens/answers.tsx').Answers>>(
  'beside',
  'Answers',
  null,
)
export const Attach = onDemand<Props<typeof import('./screens/attach.tsx').Attach>>('attach', 'Attach', null)
export const Files = onDemand<Props<typeof import('./screens/attach.tsx').Files>>('attach', 'Files', null)
export const RichText = onDemand<Props<typeof import('./screens/rich-text.tsx').RichText>>(
  'rich-text',
  'RichText',
)

export const After = onDemand<Props<typeof import('./screens/after.tsx').After>>('after', 'After', null)
export const Said = onDemand<Props<typeof import('./screens/message.tsx').Said>>('message', 'Said', null)
export const Otherwise = onDemand<Props<typeof import('./screens/message.tsx').Otherwise>>(
  'message',
  'Otherwise',
  null,
)
export const Place = onDemand<Props<typeof import('./screens/place.tsx').Place>>('message', 'Place', null)
export const Quoting = onDemand<Props<typeof import('./screens/quoting.tsx').Quoting>>(
  'message',
  'Quoting',
  null,
)

export const Late = onDemand<Props<typeof import('./screens/late.tsx').Late>>('message', 'Late', null)
export const Typing = onDemand<Props<typeof import('./screens/typing.tsx').Typing>>('message', 'Typing', null)
export const Emoji = onDemand<object>('message', 'Emoji', null)
export const Alerts = onDemand<object>('alerts', 'Alerts', null)

const kit = {
  ...{ Fragment, h, useEffect, useLayoutEffect, useRef, useState },
  ...{ Failed, Frame, refusals, useFocus, useNow, useWork, Waiting, act, adopt, go, state },
  ...{ back, put, saveDraft, find, person },
  ...{ hold, readPage, effect, bring, see, takeBack, isUnread, apply },
  ...{ addressOf, ask, Refused, getSession, dropSession, chosenFor, setChosen, wholeFor },
  ...{ theHost, renewsToken, onceWhole, ticketOf, now, hearTime },
  ...{ Alongside, Attach, GuestCode, openTicket, becomeGuest, draft, replace, locale, page, focusIn },
}
Object.assign(globalThis, { [Symbol.for(`helpdock.${t.language}`)]: kit })

type Props<Component> = Component extends (props: infer P) => unknown ? P & object : never

function onDemand<P extends object>(
  bundle: Part,
  name: string,
  /**
   * What stands there without the bundle. null: the children. A title: a whole screen with it. Else what says that it
   * is coming. The last two let the person ask again if it does not come.
   */
  without?: string | null,
): ComponentType<P> {
  let part: ComponentType<P> | undefined
  return (props: P) => {
    const [asked, askAgain] = useState({})
    const [hasFailed, fail] = useState(false)
    // A line that is back brings what the one before did not.
    useEffect(() => {
      if (part) return
      bring(bundle).then(
        (fetched) => {
          part = fetched[name]
          askAgain({})
        },
        () => fail(true),
      )
    }, [asked, state.connection.value])
    const Part = part
    if (Part) return <Part {...props} />
    if (without === null) return (props as { children?: VNode }).children ?? null
    const again = () => {
      fail(false)
      askAgain({})
    }
    const coming = hasFailed ? <Failed what={t.help} onAgain={again} /> : <Waiting />
    // A whole screen has its way back from the first moment; the others stand inside one.
    return without ? <Frame title={without}>{coming}</Frame> : coming
  }
}
