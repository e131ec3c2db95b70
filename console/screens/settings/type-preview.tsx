// The form of a type as a student sees it, with the very fields of the widget. It can be tried; nothing is sent. Partner: type-editor.tsx.

import { useState } from 'preact/hooks'
import type { Answers } from '../../../protocol/entities.ts'
import type { FieldEntry, TypeEntry, Words } from '../../../protocol/settings/type-entries.ts'
import type { FormField } from '../../../protocol/ticket-types.ts'
import { MERGE_TYPE } from '../../../protocol/type-names.ts'
import { Button, TextArea } from '../../../ui/controls.tsx'
import { ArticleIcon } from '../../../ui/icons.tsx'
import { typesPage as words } from '../../strings/types-page.ts'
import { FormFieldView } from '../parts/form-field.tsx'
import type { Titles } from './type-names.tsx'
import { wordIn } from './type-words.ts'

export function TypePreview(props: { type: TypeEntry; titles: Titles; locale: string; source: string }) {
  const { type, titles, locale, source } = props
  const articles = (type.articles ?? []).flatMap((slug) => titles.get(slug) ?? [])
  const [answers, setAnswers] = useState<Answers>({})
  /** As readers get it: in their language, or in the first. */
  const read = (text: Words | undefined) => wordIn(text, locale, source) || wordIn(text, source, source)
  const fields = (type.fields ?? []).map((field, at) => ({
    at,
    isFirst: field.first,
    field: formField(field, at, read),
  }))
  const steps = [fields.filter(({ isFirst }) => isFirst), fields.filter(({ isFirst }) => !isFirst)]
  const hasSteps = (steps[0]?.length ?? 0) > 0
  const view = ({ at, field }: (typeof fields)[number]) => (
    <FormFieldView
      key={`${at} ${field.kind}`}
      field={field}
      answer={answers[at]}
      hint={field.hint ?? (!field.required && words.optional)}
      files={<Button size="s">{words.files}</Button>}
      onAnswer={(answer) => setAnswers({ ...answers, [at]: answer })}
    />
  )
  return (
    <section class="types-preview" aria-label={words.preview}>
      <header>
        <h3>{words.preview}</h3>
        <p class="quiet">{words.previewHint}</p>
      </header>
      <div class="types-panel" lang={locale}>
        <p class="types-title">{read(type.label) || words.newTitle}</p>
        {read(type.about) && <p class="quiet">{read(type.about)}</p>}
        {articles.length > 0 && (
          <ul class="types-articles">
            {articles.map((title) => (
              <li key={title}>
                <ArticleIcon size={16} />
                <span>{title}</span>
              </li>
            ))}
          </ul>
        )}
        {type.name === MERGE_TYPE ? (
          <p class="quiet">{words.merge}</p>
        ) : (
          <>
            {hasSteps && <p class="types-step">{words.firstStep}</p>}
            {steps[0]?.map(view)}
            {hasSteps && <p class="types-step">{words.rest}</p>}
            {steps[1]?.map(view)}
            <TextArea
              label={read(type.message?.label) || words.messageDefault}
              placeholder={read(type.message?.hint)}
              rows={3}
            />
            <Button look="primary" wide>
              {words.send}
            </Button>
          </>
        )}
      </div>
    </section>
  )
}

function formField(field: FieldEntry, at: number, read: (text: Words | undefined) => string): FormField {
  const { label, hint, options, ...rest } = field
  return {
    ...rest,
    name: String(at),
    label: read(label) || words.questionOf(at + 1),
    ...(read(hint) && { hint: read(hint) }),
    ...(options && {
      options: options
        .map((option, place) => ({ value: String(place), label: read(option.label) }))
        .filter((option) => option.label),
    }),
  }
}
