// The promised times of all tickets or of a type: a row each priority, a column each promise. In an empty field stands in grey what holds
// there. Partner: sla.tsx.

import { PROMISES } from '../../../protocol/desk/promises.ts'
import type { SlaEntry } from '../../../protocol/desk/sla-policies.ts'
import { hoursPromised, minutesPromised } from '../../../protocol/desk/sla-times.ts'
import { spanInWords } from '../../durations.ts'
import { sla as promiseWords } from '../../strings/sla.ts'
import { slaPage as words } from '../../strings/sla-page.ts'
import { Choice, Row } from './parts.tsx'
import { cellOf, entryIn, faultIn, ROWS, type RowName, type TypedEntry } from './sla-fields.ts'

export function SlaTable(props: {
  /** Whose times: of all tickets, or a type's name. */
  whose: string
  entry: TypedEntry
  /** What holds where it says nothing; absent: nothing. */
  forAll?: TypedEntry | undefined
  onChange: (next: TypedEntry) => void
}) {
  const { whose, entry, forAll } = props
  const said = [known(entry), forAll && known(forAll)]
  const wrong = Object.values(entry.cells).flatMap((text) => {
    const fault = faultIn(text)
    return fault ? [fault === 'wrong' ? words.wrong(text) : words.tooLong] : []
  })
  const holds = (row: RowName, promise: (typeof PROMISES)[number]) => {
    // What the base row says of itself is not what it would say without.
    const others = row === 'all' ? said.slice(1) : said
    const minutes = minutesPromised(others, row === 'all' ? 'normal' : row, promise)
    return minutes === undefined ? words.nothing : spanInWords(minutes)
  }
  return (
    <>
      <Row title={words.counts}>
        <Choice
          label={`${whose}: ${words.counts}`}
          value={hoursPromised(said)}
          options={(['opening_hours', 'calendar'] as const).map((value) => ({
            value,
            label: words.hours[value],
          }))}
          onChange={(hours) => props.onChange({ ...entry, hours })}
        />
      </Row>
      <div class="sla-table part-row">
        <span class="sla-head" aria-hidden="true" />
        {PROMISES.map((promise) => (
          <span key={promise} class="sla-head quiet" aria-hidden="true">
            {promiseWords.promises[promise]}
          </span>
        ))}
        {ROWS.map((row) => (
          <div class="sla-row" key={row}>
            <span class={row === 'all' ? 'sla-name part-title' : 'sla-name'}>{words.rows[row]}</span>
            {PROMISES.map((promise) => {
              const name = cellOf(row, promise)
              const text = entry.cells[name] ?? ''
              return (
                <input
                  key={promise}
                  class="hd-input"
                  aria-label={words.cell(whose, words.rows[row], promiseWords.promises[promise])}
                  aria-invalid={!!faultIn(text)}
                  placeholder={holds(row, promise)}
                  autocomplete="off"
                  maxLength={20}
                  value={text}
                  onInput={({ currentTarget: { value } }) =>
                    props.onChange({ ...entry, cells: { ...entry.cells, [name]: value } })
                  }
                />
              )
            })}
          </div>
        ))}
        {wrong[0] && (
          <p class="hd-field-error" role="alert">
            {wrong[0]}
          </p>
        )}
      </div>
    </>
  )
}

/** What can be read of it, while the rest is being typed. */
function known(entry: TypedEntry): SlaEntry {
  const cells = Object.fromEntries(Object.entries(entry.cells).filter(([, text]) => !faultIn(text)))
  return entryIn({ ...entry, cells }) ?? {}
}
