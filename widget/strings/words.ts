// What a language of the widget has to have: as many words as English, of the same shape. A folder's all.ts is held to it by the type
// check, so that a word that was added in one language only is an error. What types cannot see: test/widget/words.test.ts.

interface English {
  after: typeof import('./en/after.ts')
  alerts: typeof import('./en/alerts.ts')
  attach: typeof import('./en/attach.ts')
  beside: typeof import('./en/beside.ts')
  form: typeof import('./en/form.ts')
  message: typeof import('./en/message.ts')
  panel: typeof import('./en/panel.ts')
  proofs: typeof import('./en/proofs.ts')
}

/** The files of a folder. */
export type Words = Like<English>

type Like<Word> = Word extends string
  ? string
  : Word extends (...values: infer Values) => string
    ? (...values: Values) => string
    : { [Name in keyof Word]: Like<Word[Name]> }
