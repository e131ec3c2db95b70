// The panel's style sheets: tokens, the kit, the panel, and what bundles on demand bring. Adopted by the shadow root,
// so that no host's policy refuses them.

import controls from '../ui/controls.css'
import thread from '../ui/thread.css'
import tokens from '../ui/tokens.css'
import panel from './look/panel.css'

let root: ShadowRoot

/** Called when the panel is drawn, before anything else is. A bundle brings its own once: after a log-out, what was worn before. */
export function dress(drawn: ShadowRoot): void {
  const before: ShadowRoot | undefined = root
  root = drawn
  if (before) drawn.adoptedStyleSheets = before.adoptedStyleSheets
  else adopt(tokens + controls + thread + panel)
}

export function adopt(css: string): void {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets.push(sheet)
}
