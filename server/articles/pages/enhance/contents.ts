// Marks in the list of contents the section that stands at the top of the window.

/** A section is being read once its heading is in this part of the window: short ones follow closely. */
const TOP_PART = 0.15

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
    const line = window.innerHeight * TOP_PART
    const current = headings.findLast((heading) => heading.getBoundingClientRect().top < line)
    for (const [id, link] of links) {
      if (id === current?.id) link.setAttribute('aria-current', 'location')
      else link.removeAttribute('aria-current')
    }
  }
  const observer = new IntersectionObserver(mark, { rootMargin: `0px 0px -${100 - TOP_PART * 100}% 0px` })
  for (const heading of headings) observer.observe(heading)
}
