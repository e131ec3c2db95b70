// Words to the clipboard, on pages without it, too: where there is no TLS, or a frame's policy forbids it, what is about to be
// copied is said to the browser's own copying. Runs in a press of the person's.

/** @returns whether they are there */
export async function copy(words: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(words)
    return true
  } catch {
    const give = (event: ClipboardEvent) => {
      event.preventDefault()
      event.clipboardData?.setData('text/plain', words)
    }
    addEventListener('copy', give, true)
    const isDone = document.execCommand('copy')
    removeEventListener('copy', give, true)
    return isDone
  }
}
