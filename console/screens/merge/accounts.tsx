// Both accounts as two columns, the one that ends on the left, an arrow to the one that stays. Differences carry a
// sign and a word. A narrow screen puts each field's name above its two values.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import type { DeskMerge, HostAccount, MergePreview } from '../../../protocol/account-merge.ts'
import { Switch } from '../../../ui/controls.tsx'
import { type Cell, rowsOf } from '../../facts/merge-rows.ts'
import { mergeReview as words } from '../../strings/merge-review.ts'
import { Breakable } from '../parts/address.tsx'

export function MergeAccounts(props: {
  merge: DeskMerge
  preview: MergePreview
  before: MergePreview | undefined
  /** Stands under the columns: when they were described. */
  children: ComponentChildren
}) {
  const { merge, preview } = props
  const [onlyDifferences, setOnlyDifferences] = useState(false)
  const rows = rowsOf(preview, props.before)
  const shown = onlyDifferences ? rows.filter((row) => row.differs || row.from.was || row.into.was) : rows
  return (
    <section class="review-part">
      <table class="accounts" aria-label={words.fields}>
        <thead>
          <tr class="accounts-heads">
            <td class="accounts-corner" />
            <Head account={preview.from} email={merge.from.email} fate="ends" />
            <td class="accounts-arrow">
              <Arrow />
            </td>
            <Head account={preview.into} email={merge.into.email} fate="stays" />
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr key={row.label} class={row.differs ? 'accounts-row accounts-differs' : 'accounts-row'}>
              <th class="accounts-label" scope="row">
                {row.label}
              </th>
              <Value cell={row.from} />
              <td class="accounts-sign">
                <Compared differs={row.differs} />
              </td>
              <Value cell={row.into} />
            </tr>
          ))}
        </tbody>
      </table>
      <div class="accounts-foot">
        {preview.from && preview.into && (
          <span>{words.differences(rows.filter(({ differs }) => differs).length)}</span>
        )}
        {props.children}
        <Switch on={onlyDifferences} onChange={setOnlyDifferences}>
          {words.onlyDifferences}
        </Switch>
      </div>
    </section>
  )
}

function Head(props: { account: HostAccount | null; email: string; fate: 'ends' | 'stays' }) {
  return (
    <th class={`accounts-head accounts-${props.fate}`} scope="col">
      <span class="accounts-fate">{words[props.fate]}</span>
      <strong dir="auto">{props.account?.name ?? words.unknown}</strong>
      <span class="accounts-email" dir="auto">
        <Breakable text={props.account?.email ?? props.email} />
      </span>
    </th>
  )
}

function Compared({ differs }: { differs: boolean | null }) {
  if (differs === null) return null
  return (
    <>
      <span aria-hidden="true">{differs ? '≠' : '='}</span>
      <span class="hd-hidden">{differs ? words.differs : words.same}</span>
    </>
  )
}

function Value({ cell }: { cell: Cell }) {
  return (
    <td class={cell.was ? 'accounts-value accounts-changed' : 'accounts-value'} dir="auto">
      <Breakable text={cell.text} />
      {cell.was && <span class="accounts-was">{words.was(cell.was)}</span>}
    </td>
  )
}

/** The direction of the merge. */
function Arrow() {
  return (
    <svg
      width="40"
      height="24"
      viewBox="0 0 40 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      <title>{words.into}</title>
      <path d="M3 12h33M27 3l9 9-9 9" />
    </svg>
  )
}
