// One of the contact's things at the host: chosen where the host named some, typed where it did not, or where it is another one.
// No sentences. Partner: form-field.tsx.

import { useState } from 'preact/hooks'
import type { AnswerValue, ChosenObject } from '../protocol/entities.ts'
import { FormFieldView } from './form-field.tsx'

/** No host names a thing by a space. */
const OTHER = ' '

export function ObjectField({
  objects,
  words,
  ...props
}: Parameters<typeof FormFieldView>[0] & {
  objects: ChosenObject[]
  words: { another: string; whichOne: string }
}) {
  const { field, answer, onAnswer } = props
  const [isOther, beOther] = useState(typeof answer === 'string' && answer !== '')
  if (objects.length === 0) return <FormFieldView {...props} />
  const options = [
    ...objects.map(({ id, label }) => ({ value: id, label })),
    { value: OTHER, label: words.another },
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
        <FormFieldView
          {...props}
          field={{ ...field, label: words.whichOne }}
          hint={undefined}
          isFocus={false}
        />
      )}
    </>
  )
}

const idOf = (answer: AnswerValue | undefined) =>
  typeof answer === 'object' && !Array.isArray(answer) ? answer.id : undefined
