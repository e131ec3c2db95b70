// What only some articles hold: blocks for some readers, of which one stays, by what the host signed about this person;
// videos, which ask nothing of anybody before a press; figures, files, tasks, footnotes. A bundle of its own; partner:
// article.tsx.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { branchFor } from '../../protocol/conditions.ts'
import { showBranches } from '../../ui/branches.ts'
import css from '../look/rich-text.css'
import { adopt } from '../sheet.ts'
import { state } from '../state.ts'
import { Waiting } from './frame.tsx'

export interface Body {
  html: string
  lang: string
  /** Once, when it stands on the screen as it stays. */
  onReady: (text: HTMLElement) => void
}

adopt(css)

/** Past this the session is not on its way but late, and every branch is better than none. */
const SESSION_MS = 2_000

/** Somebody may be signed in and the server has not said yet who: their branch is about to be known. */
function useIsComing(): boolean {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(setLate, SESSION_MS, true)
    return () => clearTimeout(timer)
  }, [])
  const isRefused = state.sessionRefused.value || state.connection.value === 'offline'
  return state.signedIn.value !== false && !state.contact.value && !isRefused && !isLate
}

export function RichText(body: Body) {
  const isComing = useIsComing()
  return isComing && String(body.html).includes('class="branches"') ? <Waiting /> : <Text {...body} />
}

function Text({ html, lang, onReady }: Body) {
  const text = useRef<HTMLDivElement>(null)
  const attributes = state.contact.value?.attributes ?? {}
  useLayoutEffect(() => {
    showBranches(text.current as HTMLElement, (conditions) => branchFor(conditions, attributes))
  }, [html, attributes])
  useLayoutEffect(() => {
    text.current?.addEventListener('click', playInPlace)
    onReady(text.current as HTMLElement)
  }, [])
  return <div ref={text} lang={lang} dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
}

/** Where the host's policy refuses the player, the link stands again and leads to the video's page. */
function playInPlace(event: MouseEvent): void {
  const link = (event.target as Element).closest('a')
  const figure = link?.parentElement
  const address = figure?.dataset.video
  if (!link || !address || link.dataset.refused || event.metaKey || event.ctrlKey) return
  event.preventDefault()
  event.stopImmediatePropagation()
  const player = document.createElement('iframe')
  Object.assign(player, {
    src: address,
    title: link.textContent,
    allow: 'fullscreen; picture-in-picture; encrypted-media',
    referrerPolicy: 'strict-origin-when-cross-origin',
  })
  const onRefused = ({ violatedDirective }: SecurityPolicyViolationEvent) => {
    if (!/^(frame|child|default)-src/.test(violatedDirective)) return
    document.removeEventListener('securitypolicyviolation', onRefused)
    link.dataset.refused = ''
    player.replaceWith(link)
  }
  document.addEventListener('securitypolicyviolation', onRefused)
  player.addEventListener('load', () => document.removeEventListener('securitypolicyviolation', onRefused))
  link.replaceWith(player)
  player.focus()
}
