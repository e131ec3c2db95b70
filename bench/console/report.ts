// The table of what was measured in the console. Partner: ../console.ts.

import { cpus } from 'node:os'
import { middle } from '../parts/quantiles.ts'
import type { Frames } from './page.ts'

/** Of the main thread: what is done in less is there at once. */
const AIM_MS = 100

interface Works {
  what: string
  /** Milliseconds of each time. */
  console: number[]
  bare: number[]
}

export interface Lively extends Frames {
  what: string
  commands: number
  events: number
  /** Share of the main thread. */
  busy: number
  /** Rows that are drawn, and those of them that are not what the server says. */
  compared: number
  wrong: number
  /** From the last acknowledgement until nothing was wrong, or until nobody waited any more. */
  drawnMs: number
}

interface Measured {
  tickets: number
  load: number
  works: Works[]
  scrolls: { console: Frames; bare: Frames }
  perSecond: number
  lively: Lively[]
  chromium: string
}

export function report({ tickets, load, works, scrolls, perSecond, lively, chromium }: Measured): string {
  const work = ({ what, console, bare }: Works) => {
    const cells = [...summary(console), ...summary(bare), `${(middle(console) / middle(bare)).toFixed(1)} ×`]
    return `| ${[what, ...cells, Math.max(...console) < AIM_MS ? 'met' : '**missed**'].join(' | ')} |`
  }
  const frames = (what: string, { frames, dropped, longestMs, rows, last }: Frames) =>
    `| ${[what, frames, dropped, longestMs.toFixed(0), rows.toLocaleString('en'), last.toLocaleString('en')].join(' | ')} |`
  const news = (one: Lively) =>
    `| ${[one.what, one.commands, one.events, one.frames, one.dropped, one.longestMs.toFixed(0), `${(100 * one.busy).toFixed(0)} %`, one.compared, one.wrong, one.drawnMs.toFixed(0)].join(' | ')} |`
  return `# The console on a desk with ${tickets.toLocaleString('en')} open tickets

\`npm run bench -- console\`, after \`npm run build\`. The real server and its embedded store; Chromium ${chromium}, headless, 1440 × 900, not slowed. Load of
the machine at the beginning: ${load.toFixed(1)} on ${cpus().length} × ${cpus()[0]?.model.trim()}: server, browser and whoever makes the news share it.
The bare page has the same style sheet, and what stands in the console's page put in as text, without any program.

## Opening

Milliseconds of processor time that the page's main thread works in all, from the key until three frames bring nothing new: programs, layout, drawing, what the line brings.
The middle and the worst of ${works[0]?.console.length} lists (the page loaded anew for each, its first page of tickets asked for then) and of ${works[1]?.console.length} tickets that were not read before. The aim: below ${AIM_MS}.

| | console, middle | worst | bare, middle | worst | of the bare | aim |
| :--- | ---: | ---: | ---: | ---: | ---: | :--- |
${works.map(work).join('\n')}

## Scrolling

Through the list, two rows a frame; pages of tickets come meanwhile. Of the bare list all rows are there from the beginning. A frame is dropped where a screen of
sixty a second would have shown one and nobody did.

| | frames | dropped | longest, ms | rows in the page | come to row |
| :--- | ---: | ---: | ---: | ---: | ---: |
${frames('console', scrolls.console)}
${frames('bare list', scrolls.bare)}

## While much happens

${perSecond} commands a second for ten seconds: students write, an agent answers and takes the oldest tickets, so that their rows come from far below. At the end the rows in sight are compared with the
server's list until they are right, then all that are loaded, by walking down: place, name, subject and last words. Busy is processor time of the page's main thread.

| the list | commands | events | frames | dropped | longest, ms | main thread busy | rows compared | wrong | right after, ms |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${lively.map(news).join('\n')}
`
}

const summary = (tookMs: readonly number[]): string[] =>
  [middle(tookMs), Math.max(...tookMs)].map((ms) => ms.toFixed(1))
