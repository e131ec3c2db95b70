// What a script adds to previewed articles: another reader at once, and a saved file without a reload by hand.
// Partner: server/articles/preview/pages.ts.

/** An editor looks from the file to the page; the browser keeps where they were in it. */
const LOOK_EVERY_MS = 1_000

const fields = document.querySelector<HTMLFormElement>('.preview-fields')
let isLeaving = false

function choose(): void {
  // A reload would take the page of the former reader again.
  isLeaving = true
  fields?.requestSubmit()
}
fields?.addEventListener('change', choose)
// Somebody was quicker than this script.
const isChosen = ({ options }: HTMLSelectElement) =>
  [...options].some(({ selected, defaultSelected }) => selected && !defaultSelected)
if ([...(fields?.querySelectorAll('select') ?? [])].some(isChosen)) choose()

let shown: string | null = null

async function look(): Promise<void> {
  const tag = document.hidden ? null : await tagNow().catch(() => null)
  if (isLeaving) return
  if (tag && shown && tag !== shown) return location.reload()
  shown ??= tag
  setTimeout(look, LOOK_EVERY_MS)
}

const tagNow = async () => (await fetch(location.href, { method: 'HEAD' })).headers.get('etag')

void look()
