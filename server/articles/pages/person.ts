// The way to a person, at the end of every page. Without a script it says how to get there; enhance.ts shows the
// button instead, which opens the widget where one writes.

import { type Html, html } from './html.ts'
import { icons } from './icons.ts'
import type { Visit } from './visit.ts'

export function wayToAPerson({ t }: Visit, title: string): Html {
  return html`<section class="person" aria-labelledby="hd-person">
<span class="person-sign">${icons.chat}</span>
<div class="person-text">
<h2 id="hd-person">${title}</h2>
<p data-with-script hidden>${t.person.text}</p>
<p data-without-script>${t.person.withoutScript}</p>
</div>
<button class="button primary" type="button" data-ask data-with-script hidden>${t.person.ask}</button>
</section>`
}
