// One of the person's things at the host: chosen where the host named some, typed where it did not, or where it is another one.
// Partner: form.tsx.

import { useState } from 'preact/hooks'
import type { AnswerValue, ChosenObject } from '../../protocol/entities.ts'
import { FormFieldView } from '../../ui/form-field.tsx'
import * as f from '../strings/en-form.ts'

/** No host names a thing by a space. */
const OTHER = ' '

export function ObjectField({
  objects,
  ...props
}: Parameters<typeof FormFieldView>[0] & { objects: ChosenObject[] }) {
  const { field, answer, onAnswer } = props
  const [isOther, beOther] = useState(typeof answer === 'string' && answer !== '')
  if (objects.length === 0) return <FormFieldView {...props} />
  const options = [
    ...objects.map(({ id, label }) => ({ value: id, label })),
    { value: OTHER, label: f.anotherObject },
  ]
  return (
    <>
      <FormFieldView
        {...props}
        field={{ ...field, kind: 'choice', options }}
        answer={isOther ? OTHER : idOf(answer)}
        error={!isOther && props.error}
        onAnswer={(id) => {
          beOther(id === OTHER)
          onAnswer(objects.find((one) => one.id === id) ?? '')
        }}
      />
      {isOther && (
        <FormFieldView {...props} field={{ ...field, label: f.whichOne }} hint={undefined} isFocus={false} />
      )}
    </>
  )
}

const idOf = (answer: AnswerValue | undefined) =>
  typeof answer === 'object' && !Array.isArray(answer) ? answer.id : undefined
