// The panel's style sheet: tokens, the kit, the panel. Adopted by the shadow root, so that no host's policy refuses it.

import controls from '../ui/controls.css'
import tokens from '../ui/tokens.css'
import panel from './panel.css'

export function panelSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(tokens + controls + panel)
  return sheet
}
