// Parts of forms that more than one page has.

import { html } from '../html.ts'

/** The options of a select; nothing is chosen where `chosen` is empty. */
export const choices = (all: string[], chosen = '', none = 'Choose…') =>
  html`<option value="">${none}</option>${all.map((one) => html`<option${one === chosen ? html` selected` : ''}>${one}</option>`)}`
