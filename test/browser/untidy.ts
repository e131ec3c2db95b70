// What an eye stumbles over wherever it stands: a page pushed sideways, words that end without a sign that there are more, words
// outside of the screen, targets too small for a finger, and what only machines read. Runs in the page. Partner: axe.ts.

/** A line for each, beginning with what is the matter. */
export function untidy(within: string): string[] {
  /** WCAG 2.2, 2.5.8. */
  const TARGET_PX = 24
  /** Widths are rounded. */
  const HARDLY_PX = 1.5
  const TARGETS =
    'button, a[href], input, select, textarea, summary, [role=option], [role^=menuitem], [role=switch], [role=tab]'
  const MACHINES =
    /\d{4}-\d\d-\d\dT\d|\b(?:tkt|msg|agt|cnt|mrg|whd|att)_[a-z0-9]{6}|\bundefined\b|\bNaN\b|\[object /i
  const place = document.querySelector(within)
  if (!place) throw new Error(`There is no ${within}.`)
  const seen = everythingIn(place).filter(isSeen)
  const targets = seen.filter((one) => one.matches(TARGETS) && !one.matches(':disabled, .hd-hidden'))
  const lines = new Set<string>()

  const tooWide = (document.scrollingElement?.scrollWidth ?? 0) - innerWidth
  if (tooWide > 0) lines.add(`sideways: the page, ${tooWide} px`)
  for (const one of seen) {
    const { overflowX, textOverflow, webkitLineClamp, display } = getComputedStyle(one)
    const over = one.scrollWidth - one.clientWidth
    // A table, or a code, may be wider than a phone.
    if (/auto|scroll/.test(overflowX) && over > HARDLY_PX && !one.matches('pre, textarea, :has(table)'))
      tell('sideways', one, `${over} px`)
    if (ownWords(one).trim() === '') continue
    const isMarked = textOverflow === 'ellipsis' || webkitLineClamp !== 'none' || display === 'inline'
    // What wraps to a line that nobody sees is left out as a whole.
    const isLeftOut = wordsOf(one).top >= one.getBoundingClientRect().bottom - 1
    if (/hidden|clip/.test(overflowX) && over > HARDLY_PX && !isMarked && !isLeftOut)
      tell('cut', one, `${over} px`)
    if (MACHINES.test(ownWords(one)) && !one.closest('code')) tell('for machines', one)
    const { left, right } = wordsOf(one)
    if (!isClipped(one) && (left < -HARDLY_PX || right > innerWidth + HARDLY_PX)) tell('outside', one)
  }
  for (const one of targets) {
    const { width, height } = boxOf(one)
    if (Math.min(width, height) < TARGET_PX - 0.5 && !isInSentence(one) && !isAlone(one))
      tell('small', one, `${Math.round(width)} × ${Math.round(height)} px`)
  }
  return [...lines]

  function tell(what: string, one: Element, much = ''): void {
    const name = [one.localName, ...one.classList].join('.')
    const words = (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().slice(0, 50)
    lines.add([`${what}: ${name} “${words}”`, much].filter(Boolean).join(', '))
  }

  function everythingIn(root: Element): Element[] {
    return [root, ...[...(root.shadowRoot ?? root).children].flatMap(everythingIn)]
  }

  function isSeen(one: Element): boolean {
    const { width, height, bottom } = one.getBoundingClientRect()
    if (width <= 1 || height <= 1 || bottom < 0 || one instanceof SVGElement) return false
    if (one.closest('.hd-hidden, option, script, style, [inert]')) return false
    return one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  }

  function ownWords(one: Element): string {
    return [...one.childNodes].map(({ nodeType, nodeValue }) => (nodeType === 3 ? nodeValue : '')).join('')
  }

  function wordsOf(one: Element): DOMRect {
    const range = document.createRange()
    range.selectNodeContents(one)
    return range.getBoundingClientRect()
  }

  /** Something around it hides what is outside, or scrolls to it. */
  function isClipped(one: Element): boolean {
    for (let at: Element | null = one; at; at = at.parentElement)
      if (getComputedStyle(at).overflowX !== 'visible' && at !== document.documentElement) return true
    return false
  }

  /** A word of a label is as good as its box; and what is laid around it for the finger counts. */
  function boxOf(one: Element): DOMRect {
    const { x, y, width, height } = (
      (one.matches('input') && one.closest('label')) ||
      one
    ).getBoundingClientRect()
    const around = getComputedStyle(one, '::before')
    if (around.content === 'none' || around.position !== 'absolute') return new DOMRect(x, y, width, height)
    const [top = 0, right = 0, bottom = 0, left = 0] = (['top', 'right', 'bottom', 'left'] as const).map(
      (side) => Math.max(0, -Number.parseFloat(around[side]) || 0),
    )
    return new DOMRect(x - left, y - top, width + left + right, height + top + bottom)
  }

  function isInSentence(one: Element): boolean {
    return getComputedStyle(one).display === 'inline' && ownWords(one.parentElement ?? one).trim() !== ''
  }

  /** No other target lies in the circle that a small one would fill. */
  function isAlone(one: Element): boolean {
    const box = boxOf(one)
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    return targets.every((other) => {
      if (other.contains(one) || one.contains(other)) return true
      const { left, right, top, bottom } = boxOf(other)
      return Math.max(left - x, x - right, top - y, y - bottom) >= TARGET_PX / 2
    })
  }
}
