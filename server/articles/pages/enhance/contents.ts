// Marks in the list of contents the section that stands at the top of the window.

/** A heading counts as read once it is in the upper third. */
const READING_LINE = '0px 0px -66% 0px'

export function markWhereOneReads(): void {
  const links = new Map(
    [...document.querySelectorAll<HTMLAnchorElement>('.contents a')].map((link) => [
      decodeURIComponent(link.hash.slice(1)),
      link,
    ]),
  )
  const headings = [...links.keys()].flatMap((id) => document.getElementById(id) ?? [])
  if (headings.length === 0) return
  const mark = () => {
    const line = window.innerHeight / 3
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top < line)
    for (const [id, link] of links) link.toggleAttribute('aria-current', id === current?.id)
  }
  const observer = new IntersectionObserver(mark, { rootMargin: READING_LINE })
  for (const heading of headings) observer.observe(heading)
}
