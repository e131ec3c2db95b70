// The entry of the console: styles, clock, address, then whoever is logged in.

import { render } from 'preact'
import controls from '../ui/controls.css'
import tokens from '../ui/tokens.css'
import { startClock } from './clock.ts'
import look from './console.css'
import { startRouting } from './route.ts'
import { App } from './screens/app.tsx'

// Adopted, not written into a <style>: the page's policy allows no inline styles.
document.adoptedStyleSheets = [tokens, controls, look].map((text) => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(text)
  return sheet
})
startRouting()
startClock()

const root = document.getElementById('console')
if (!root) throw new Error('The page has no element with the id "console"; server/agents/pages.ts writes it.')
render(<App />, root)
