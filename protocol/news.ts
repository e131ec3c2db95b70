// How a page without a socket hears of a save: one answer of the server that goes on, while somebody looks at the page.
// A browser has six lines to a server at most: a tab that nobody sees holds none. Partner: server/articles/news.ts.

/** Where the server takes no more, or a proxy says that it is away, another try waits this long, with chance in it. */
const AGAIN_MS = 30_000

export interface News {
  name: string
  body: unknown
  /** Of the first: the server's clock. */
  at?: string
}

/** @returns the way to stop */
export function hearNews(address: string, hear: (news: News) => void): () => void {
  let line: EventSource | undefined
  let again: ReturnType<typeof setTimeout> | undefined
  const hangUp = () => {
    clearTimeout(again)
    line?.close()
  }
  const listen = () => {
    hangUp()
    if (document.hidden) return
    const mine = new EventSource(address)
    line = mine
    mine.onmessage = ({ data }) => hear(JSON.parse(data))
    // A line that breaks it takes up again by itself.
    mine.onerror = () => {
      if (mine.readyState === mine.CLOSED) again = setTimeout(listen, AGAIN_MS * (1 + Math.random()))
    }
  }
  document.addEventListener('visibilitychange', listen)
  listen()
  return () => {
    document.removeEventListener('visibilitychange', listen)
    hangUp()
  }
}
