// The browser's own dialog of files. Partners: uploads.ts, which takes what was chosen; verbs/pictures.ts.

/** Held until the next one: a browser may let go of a field that stands nowhere, and of what was chosen in it. */
let field: HTMLInputElement

/** @param more than one may be chosen */
export function chooseFiles(use: (files: readonly File[]) => void, accept = '', more = false): void {
  field = document.createElement('input')
  field.type = 'file'
  field.accept = accept
  field.multiple = more
  field.onchange = () => use([...(field.files ?? [])])
  field.click()
}
