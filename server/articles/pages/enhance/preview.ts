// What a script adds to previewed articles: another reader at once, and a saved file without a reload by hand.
// Partner: server/articles/preview/pages.ts.

/** An editor looks from the file to the page; the browser keeps where they were in it. */
const LOOK_EVERY_MS = 1_000

document.querySelector('.preview-fields')?.addEventListener('change', (event) => {
  ;(event.currentTarget as HTMLFormElement).requestSubmit()
})

let shown: string | null = null

async function look(): Promise<void> {
  const tag = document.hidden ? null : await tagNow().catch(() => null)
  if (tag && shown && tag !== shown) return location.reload()
  shown ??= tag
  setTimeout(look, LOOK_EVERY_MS)
}

const tagNow = async () => (await fetch(location.href, { method: 'HEAD' })).headers.get('etag')

void look()
