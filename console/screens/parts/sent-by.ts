// A form in which Enter begins a line: its button sends it, and Ctrl or ⌘ with Enter.

export const sentBy = (submit: () => void) => ({
  onSubmit(event: Event) {
    event.preventDefault()
    submit()
  },
  onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    submit()
  },
})
