// One type of tickets: its words in each language, for whom it is, its questions, and beside it the form as a student sees it. Its name
// and those of its questions come from their first words and stay. Partners: type-field.tsx, type-preview.tsx, types.tsx.

import { useState } from 'preact/hooks'
import { PRIORITIES } from '../../../protocol/desk/sla-times.ts'
import { FORM_FIELDS } from '../../../protocol/limits.ts'
import type { FieldEntry, TypeEntry, Words } from '../../../protocol/settings/type-entries.ts'
import type { Priority, TypeIcon } from '../../../protocol/ticket-types.ts'
import { MERGE_TYPE, PLAIN_TYPE } from '../../../protocol/type-names.ts'
import { Button, IconButton, Notice, TextField } from '../../../ui/controls.tsx'
import { AlertIcon, BackIcon } from '../../../ui/icons.tsx'
import { typesPage as words } from '../../strings/types-page.ts'
import { unsaved } from '../../unsaved.ts'
import { Select } from '../parts/fields.tsx'
import { useIsHere, useLatest } from '../parts/is-here.ts'
import { Meanwhile } from '../parts/meanwhile.tsx'
import { onSubmit } from '../parts/sent-by.ts'
import { toFault } from '../parts/to-fault.ts'
import { AskedFirst, Unsaved } from '../parts/unsaved.tsx'
import { Choice, Part, SwitchRow } from './parts.tsx'
import { faultOfField, TypeField } from './type-field.tsx'
import { TypeArticles, TypeMacros, useTitles } from './type-names.tsx'
import { TypePreview } from './type-preview.tsx'
import { localesOf, moved, named, withWord, wordIn } from './type-words.ts'

const ICONS = Object.keys(words.icons) as TypeIcon[]
/** Languages that are offered: those of the widget, and what schools write in beside them. */
const LOCALES = [
  'ar',
  'de',
  'en',
  'es',
  'fr',
  'it',
  'ja',
  'ko',
  'nl',
  'pl',
  'pt',
  'pt-BR',
  'ru',
  'tr',
  'uk',
  'vi',
  'zh-CN',
]
const NEW: TypeEntry = { name: '', icon: 'chat', label: '' }

export function TypeEditor(props: {
  /** Absent: a new one. */
  type: TypeEntry | undefined
  types: readonly TypeEntry[]
  /** The language of agents. */
  source: string
  /** Somebody else has changed the types since it was begun. */
  isStale: boolean
  /** @returns why not; null where it is kept */
  onSave: (type: TypeEntry) => Promise<string | null>
  onSaveOver: (type: TypeEntry) => Promise<string | null>
  onTakeTheirs: () => void
  onDone: () => void
}) {
  const { source } = props
  const begun = props.type ?? NEW
  const [draft, setDraft] = useState<TypeEntry>(begun)
  const [locale, setLocale] = useState(source)
  const [isTried, setTried] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const isHere = useIsHere()
  const latest = useLatest(draft)
  const { fields = [], message = {} } = draft
  const isMerge = draft.name === MERGE_TYPE
  const isPlain = draft.name === PLAIN_TYPE
  /** One that no type has words in yet. */
  const [added, addLocale] = useState<string[]>([])
  const locales = [...new Set([...localesOf([...props.types, draft], source), ...added])]
  const titles = useTitles(draft.articles ?? [])
  const isChanged = JSON.stringify(draft) !== JSON.stringify(begun)
  const change = (next: { [Key in keyof TypeEntry]?: TypeEntry[Key] | undefined }) => {
    setWrong(null)
    setDraft(clean({ ...draft, ...next } as TypeEntry))
  }
  const written = (known: Words | undefined, text: string) => withWord(known, { locale, source, text })
  const setFields = (next: FieldEntry[]) =>
    change({
      fields: next.length > 0 ? next : undefined,
      // An address that is not asked any more offers no merge.
      ...(!next.some(({ name, kind }) => name === draft.merge_from && kind === 'email') && {
        merge_from: undefined,
      }),
    })
  const labelFault = isTried && !wordIn(draft.label, source, source) && words.labelMissing

  async function save(send = props.onSave): Promise<void> {
    setTried(true)
    if (!wordIn(draft.label, source, source) || fields.some((field) => faultOfField(field, source)))
      return toFault()
    setBusy(true)
    const taken = props.types.map(({ name }) => name)
    const { name, ...sent } = named(draft, taken, source)
    // What is typed from here on is about questions that have their names; its own it gets once it is kept.
    const shown = { ...sent, name: draft.name }
    setDraft(shown)
    const why = await send({ ...sent, name })
    if (!isHere()) return
    setBusy(false)
    setWrong(why)
    if (why === null && latest.current === shown) props.onDone()
    else if (why === null) setDraft({ ...latest.current, name })
  }

  const teams = [...new Set(props.types.flatMap(({ team }) => team ?? []))]
  const emails = fields.filter(({ kind, name }) => kind === 'email' && name)
  return (
    <form class="settings-form types" noValidate onSubmit={onSubmit(save)}>
      <div class="settings-body types-body">
        <div class="types-form">
          <header class="types-head">
            <IconButton label={words.toList} onClick={() => unsaved.leave(props.onDone)}>
              <BackIcon />
            </IconButton>
            <h2>{wordIn(begun.label, source, source) || words.newTitle}</h2>
          </header>
          <div class="types-language">
            {locales.length > 1 && (
              <Choice
                label={words.language}
                value={locale}
                options={locales.map((one) => ({ value: one, label: languageName(one) }))}
                onChange={setLocale}
              />
            )}
            <select
              class="hd-input types-add-language"
              aria-label={words.addLanguage}
              value=""
              onChange={({ currentTarget }) => {
                addLocale([...added, currentTarget.value])
                setLocale(currentTarget.value)
              }}
            >
              <option value="">{words.addLanguage} …</option>
              {LOCALES.filter((one) => !locales.includes(one)).map((one) => (
                <option key={one} value={one}>
                  {languageName(one)}
                </option>
              ))}
            </select>
            {locales.length > 1 && <p class="quiet">{words.languageHint}</p>}
          </div>
          <TextField
            label={words.label}
            value={wordIn(draft.label, locale, source)}
            maxLength={80}
            error={labelFault && (locale === source ? labelFault : words.inSource(languageName(source)))}
            onInput={({ currentTarget }) =>
              change({ label: written(draft.label, currentTarget.value) ?? '' })
            }
          />
          <TextField
            label={words.about}
            value={wordIn(draft.about, locale, source)}
            maxLength={300}
            onInput={({ currentTarget }) => change({ about: written(draft.about, currentTarget.value) })}
          />
          {!isMerge && (
            <>
              <Part title={words.questions} hint={isPlain ? words.noQuestions : words.questionsHint}>
                {fields.map((field, at) => (
                  <TypeField
                    key={at}
                    field={field}
                    number={at + 1}
                    {...{ locale, source }}
                    isTried={isTried}
                    onChange={(next) => setFields(fields.map((one, index) => (index === at ? next : one)))}
                    onUp={at > 0 ? () => setFields(moved(fields, at, at - 1)) : undefined}
                    onDown={at < fields.length - 1 ? () => setFields(moved(fields, at, at + 1)) : undefined}
                    onRemove={() => setFields(fields.filter((_, index) => index !== at))}
                  />
                ))}
                {fields.length < FORM_FIELDS && (
                  <div class="part-row">
                    <Button
                      size="s"
                      onClick={() => setFields([...fields, { name: '', kind: 'text', label: '' }])}
                    >
                      {words.addQuestion}
                    </Button>
                  </div>
                )}
              </Part>
              <Part title={words.message}>
                <div class="part-form">
                  <TextField
                    label={words.messageLabel}
                    placeholder={words.messageDefault}
                    maxLength={80}
                    value={wordIn(message.label, locale, source)}
                    onInput={({ currentTarget }) =>
                      change({
                        message: clean({ ...message, label: written(message.label, currentTarget.value) }),
                      })
                    }
                  />
                  <TextField
                    label={words.messageHint}
                    maxLength={300}
                    value={wordIn(message.hint, locale, source)}
                    onInput={({ currentTarget }) =>
                      change({
                        message: clean({ ...message, hint: written(message.hint, currentTarget.value) }),
                      })
                    }
                  />
                </div>
                <SwitchRow
                  title={words.messageRequired}
                  on={message.required ?? false}
                  onChange={(on) => change({ message: clean({ ...message, required: on || undefined }) })}
                />
              </Part>
            </>
          )}
          {!isPlain && (
            <Part title={words.articles} hint={words.articlesHint}>
              <TypeArticles type={draft} titles={titles} onChange={change} />
            </Part>
          )}
          <Part title={words.macros} hint={words.macrosHint}>
            <TypeMacros type={draft} onChange={change} />
          </Part>
          <Part title={words.forDesk}>
            <div class="part-form types-desk">
              {!isMerge && !isPlain && (
                <>
                  <Select
                    label={words.forWhom}
                    value={draft.may_open?.length === 1 ? (draft.may_open[0] ?? 'all') : 'all'}
                    options={Object.entries(words.audience)}
                    onChange={(value) =>
                      change({ may_open: value === 'all' ? undefined : [value as 'verified' | 'guest'] })
                    }
                  />
                  <Select
                    label={words.proof}
                    value={draft.proof ?? 'none'}
                    options={Object.entries(words.proofs)}
                    onChange={(value) =>
                      change({ proof: value === 'none' ? undefined : (value as 'address' | 'fresh') })
                    }
                  />
                </>
              )}
              {emails.length > 0 && (
                <Select
                  label={words.mergeFrom}
                  value={draft.merge_from ?? ''}
                  options={[
                    ['', words.mergeNone],
                    ...emails.map(({ name, label }) => [name, wordIn(label, source, source)] as const),
                  ]}
                  onChange={(value) => change({ merge_from: value || undefined })}
                />
              )}
              <Select
                label={words.icon}
                value={draft.icon}
                options={ICONS.map((icon) => [icon, words.icons[icon]])}
                onChange={(icon) => change({ icon: icon as TypeIcon })}
              />
              <Select
                label={words.priority}
                value={draft.priority ?? 'normal'}
                options={PRIORITIES.map((one: Priority) => [one, words.priorities[one]])}
                onChange={(value) =>
                  change({ priority: value === 'normal' ? undefined : (value as Priority) })
                }
              />
              <TextField
                label={words.team}
                hint={words.teamHint}
                list="types-teams"
                maxLength={80}
                value={draft.team ?? ''}
                onInput={({ currentTarget }) => change({ team: currentTarget.value || undefined })}
              />
              <datalist id="types-teams">
                {teams.map((name) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
            </div>
          </Part>
        </div>
        <TypePreview type={draft} titles={titles} locale={locale} source={source} />
      </div>
      <footer class="settings-foot">
        {props.isStale && isChanged ? (
          <>
            <Meanwhile
              onTheirs={() => {
                setDraft(begun)
                setWrong(null)
                setTried(false)
                props.onTakeTheirs()
              }}
              onMine={() => save(props.onSaveOver)}
            />
            <AskedFirst />
          </>
        ) : (
          <>
            <Button look="primary" type="submit" busy={isBusy} disabled={!isChanged}>
              {words.save}
            </Button>
            <Button look="quiet" onClick={props.onDone}>
              {words.cancel}
            </Button>
            {isChanged && <Unsaved />}
          </>
        )}
        {wrong && (
          <Notice tone="danger" icon={<AlertIcon />} urgent>
            {wrong}
          </Notice>
        )}
      </footer>
    </form>
  )
}

/** What stands nowhere is not sent. */
const clean = <T extends object>(one: T): T =>
  Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)) as T

function languageName(locale: string): string {
  const name = new Intl.DisplayNames(locale, { type: 'language' }).of(locale) ?? locale
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}
