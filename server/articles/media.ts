// Which videos an article may show. On the server a video is a link with a picture's caption; what a player needs
// stands beside it as data, and nothing is asked of the other company before somebody clicks.

const PLAYERS: { link: RegExp; frame: (id: string) => string; page: (id: string) => string }[] = [
  {
    link: /^https:\/\/(?:(?:www|m)\.)?(?:youtube(?:-nocookie)?\.com\/(?:watch\?(?:[\w=&-]*&)?v=|embed\/|shorts\/)|youtu\.be\/)([\w-]{11})(?:[?&][\w=&.-]*)?$/,
    frame: (id) => `https://www.youtube-nocookie.com/embed/${id}`,
    page: (id) => `https://www.youtube.com/watch?v=${id}`,
  },
  {
    link: /^https:\/\/(?:www\.|player\.)?vimeo\.com\/(?:video\/)?(\d{6,12})(?:[?#][\w=&.-]*)?$/,
    frame: (id) => `https://player.vimeo.com/video/${id}?dnt=1`,
    page: (id) => `https://vimeo.com/${id}`,
  },
]

/** What a `data-video` may be, whoever wrote it. */
export const VIDEO_FRAME =
  /^https:\/\/(?:www\.youtube-nocookie\.com\/embed\/[\w-]{11}|player\.vimeo\.com\/video\/\d{6,12}\?dnt=1)$/

export function videoOf(href: string): { frame: string; page: string } | undefined {
  for (const { link, frame, page } of PLAYERS) {
    const id = link.exec(href)?.[1]
    if (id) return { frame: frame(id), page: page(id) }
  }
  return undefined
}
