// What somebody answered in a form, above the thread that came of it. In the bundle `form`. Partner: form.tsx.

import type { Answered } from '../../protocol/entities.ts'
import * as t from '../strings/en/form.ts'

export function Filled({ answers }: { answers: Answered[] }) {
  return (
    <dl class="filled" aria-label={t.yourAnswers}>
      {answers.map(({ field, label, text }) => (
        <div key={field}>
          <dt>{label}</dt>
          <dd dir="auto">{text}</dd>
        </div>
      ))}
    </dl>
  )
}
