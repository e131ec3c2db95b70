// A form that was refused leads its reader to what is wrong: the first field that is marked so, of the dialog in front where there is one.

export function toFault(): void {
  // Once the fields say what is wrong.
  requestAnimationFrame(() => {
    const form = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document
    form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
  })
}
