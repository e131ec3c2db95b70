/** Safari reads what is to be saved once the press is over: an address that was revoked by then leads to nothing. */
const READ_WITHIN_MS = 60_000

/** What the page has made or fetched, as a download; without leaving the page, which might ask whether somebody wants to leave it. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), READ_WITHIN_MS)
}
