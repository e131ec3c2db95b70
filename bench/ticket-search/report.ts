// What ../ticket-search.ts writes down.

import { writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import type { Waits } from './chat.ts'
import { inWords, type ViewWaits } from './views.ts'

/** The first results of any question, at the 99th of a hundred. */
const AIM_MS = 100

/** In milliseconds; `cpuMs`: of one question, in the program and the database. */
export interface Wait {
  what: string
  found: number
  p50: number
  p99: number
  cpuMs: number
}

export interface Measured {
  store: string
  tickets: number
  openS: number
  indexS: number
  cpuS: number
  megabytes: string
  /** Of messages: with nothing else to do, while tickets are read, and while questions are asked. */
  chat: { alone: Waits; reading: Waits; asking: Waits }
  waits: Wait[]
  contactWaits: Wait[]
  views: ViewWaits
  /** The embedded store makes the words of all of them then. */
  firstContactMs: number
}

export async function report(measured: Measured[], plans: string, times: number): Promise<void> {
  const count = (n: number) => n.toLocaleString('en')
  const heads = measured.map(({ store, tickets }) => `${store}, ${count(tickets)}`)
  const line = (name: string, of: (one: Measured) => string) =>
    `| ${[name, ...measured.map(of)].join(' | ')} |`
  const timesOf = (of: 'waits' | 'contactWaits', what: string) => (one: Measured) => {
    const wait = one[of].find((other) => other.what === what)
    return wait ? `${wait.p50.toFixed(1)} / ${wait.p99.toFixed(1)} / ${wait.cpuMs.toFixed(1)}` : ''
  }
  const rows = (of: 'waits' | 'contactWaits') =>
    measured[0]?.[of].map(({ what }) => line(what, timesOf(of, what))).join('\n')
  const load = loadavg()[0] ?? 0
  const worst = ({ waits, contactWaits }: Measured) =>
    Math.max(...[...waits, ...contactWaits].map(({ p99 }) => p99))
  const aim = (one: Measured) => `${worst(one).toFixed(0)}, ${worst(one) < AIM_MS ? 'met' : '**missed**'}`
  const viewRows = measured[0]?.views.each.map(({ what, held }) => {
    const cells = measured.flatMap(({ views }) => {
      const one = views.each.find((other) => other.what === what)
      return one ? [one.first.toFixed(0), inWords(one.counted), inWords(one.page)] : []
    })
    return `| ${[what, count(held), ...cells].join(' | ')} |`
  })
  const together = measured.flatMap(({ views }) => [
    views.together.first.toFixed(0),
    inWords(views.together.counted),
    '',
  ])
  const worstView = ({ views }: Measured) =>
    Math.max(...views.each.flatMap(({ counted, page }) => [counted.p99, page.p99]))
  const meanwhile = (when: keyof Measured['chat']) => (one: Measured) =>
    `${one.chat[when].p50.toFixed(1)} / ${one.chat[when].p99.toFixed(1)}`
  await writeFile(
    'bench/results/ticket-search.md',
    `# The search over all tickets

\`npm run bench -- ticket-search\`: tickets of eight messages, 22 words each, and as many contacts, from a vocabulary in which the commonest word is in every message and most are rare.
Milliseconds from the question to the first page with its stretches, as \`ticket.search\` answers it, one after the other, ${times} of each kind:
the middle and the 99th of 100, and the processor time of one. On PostgreSQL database and program share the processors. Load ${load.toFixed(1)} on ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}.

| question | ${heads.join(' | ')} |
| --- |${heads.map(() => ' ---: |').join('')}
${rows('waits')}

The same of contacts, the eight of them who were here last, as the palette and the dialogs ask for them:

| contacts by | ${heads.join(' | ')} |
| --- |${heads.map(() => ' ---: |').join('')}
${rows('contactWaits')}
${line('the first look of all', ({ firstContactMs }) => firstContactMs.toFixed(0))}
${line(`the worst of both tables but that; aim: below ${AIM_MS}`, aim)}

Views by what is asked of any field: the first count (embedded, all tickets are read for it then), a count after a ticket changed, as a console asks after each change, and the first
page after another one; the middle and the worst of 20.

| view | holds | ${measured.map(({ store }) => `${store}: first count | after a change | first page`).join(' | ')} |
| --- | ---: |${measured.map(() => ' ---: | ---: | ---: |').join('')}
${viewRows?.join('\n')}
| all of these counts at once, as the pane asks | | ${together.join(' | ')} |

| | ${heads.join(' | ')} |
| --- |${heads.map(() => ' ---: |').join('')}
${line(`the worst view after a change; aim: below ${AIM_MS}`, (one) => `${worstView(one).toFixed(0)}, ${worstView(one) < AIM_MS ? 'met' : '**missed**'}`)}
${line('processor time of all counts at once', ({ views }) => views.together.cpuMs.toFixed(1))}
${line('the longest time without a turn for anybody else: first counts', ({ views }) => views.heldUp.first.toFixed(0))}
${line('after a change', ({ views }) => views.heldUp.counted.toFixed(0))}

| | ${heads.join(' | ')} |
| --- |${heads.map(() => ' ---: |').join('')}
${line('the store opens, s', ({ openS }) => openS.toFixed(1))}
${line('until every ticket is in it, s', ({ indexS }) => indexS.toFixed(1))}
${line('processor time of that, s', ({ cpuS }) => cpuS.toFixed(1))}
${line('what it takes, MB', ({ megabytes }) => megabytes)}

A message until it is kept, of fifty a second that are written meanwhile, from the moment at which each was due; the middle and the 99th of 100, in milliseconds.

| | ${heads.join(' | ')} |
| --- |${heads.map(() => ' ---: |').join('')}
${line('with nothing else to do', meanwhile('alone'))}
${line('while tickets are read into it', meanwhile('reading'))}
${line('while one question comes after the other', meanwhile('asking'))}
`,
  )
  if (plans === '') return
  await writeFile(
    'bench/results/ticket-search-plans.md',
    `# The plans of the search over ${count(measured[0]?.tickets ?? 0)} tickets\n\nEXPLAIN (ANALYZE, BUFFERS), each asked a second time; those that took five milliseconds or more.\n\n${plans}`,
  )
}
