// Which address of a page can be named: its scheme, its name and its port, and nothing more. The console says it while one
// types and the server says it again. Without the schema library, so that it costs browsers nothing.

export type OriginFault = 'empty' | 'no_scheme' | 'scheme' | 'wildcard' | 'more' | 'insecure' | 'unreadable'

/** Browsers send it in this form: no slash behind it, no port that goes without saying. */
export function originOf(text: string): { origin: string } | { fault: OriginFault } {
  const written = text.trim()
  if (written === '') return { fault: 'empty' }
  if (written.includes('*')) return { fault: 'wildcard' }
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(written)) return { fault: 'no_scheme' }
  if (!/^https?:/i.test(written)) return { fault: 'scheme' }
  if (/\s/.test(written) || !URL.canParse(written)) return { fault: 'unreadable' }
  const url = new URL(written)
  if (url.username || url.password || url.search || url.hash || url.pathname !== '/') return { fault: 'more' }
  if (url.protocol === 'http:' && !isThisMachine(url.hostname)) return { fault: 'insecure' }
  return { origin: url.origin }
}

/** What no network carries: for developers. */
const isThisMachine = (name: string) =>
  name === 'localhost' || name.endsWith('.localhost') || name === '127.0.0.1' || name === '[::1]'
