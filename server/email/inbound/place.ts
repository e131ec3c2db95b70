// Where the mailbox of IMAP_URL is, as the console may say it.

/** Neither name nor password. */
export function placeOf(url: string): { host: string; folder: string } {
  const { hostname, pathname } = new URL(url)
  return { host: hostname, folder: decodeURIComponent(pathname.slice(1)) || 'INBOX' }
}
