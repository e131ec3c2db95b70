// What sends a form: its button and Enter; and where Enter begins a line, Ctrl or ⌘ with Enter.

export const onSubmit = (submit: () => unknown) => (event: Event) => {
  event.preventDefault()
  submit()
}

export const sentBy = (submit: () => void) => ({
  onSubmit: onSubmit(submit),
  onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    submit()
  },
})
