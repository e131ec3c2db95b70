// Words too faint to read, in the theme of now and in the other one, which is put on and taken off before anything is drawn:
// a hundredth of what another look of axe costs. It sees no picture and nothing that lies over something else; where it
// disagrees with axe in the theme of now, axe has to look at the other one too (axe.ts). Runs in the page.

interface Faint {
  /** The other theme was really there. */
  differs: boolean
  /** Elements that hold such words, as HTML. */
  now: string[]
  other: string[]
}

export function faintWords({ within, other }: { within: string; other: 'light' | 'dark' }): Faint {
  type Colour = [red: number, green: number, blue: number, alpha: number]
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const known = new Map<string, Colour>()
  const place = document.querySelector(within)
  const words = place ? wordsIn(place) : []
  const hosts = [...document.querySelectorAll<HTMLElement>('*')].filter(({ shadowRoot }) => shadowRoot)
  const themes = hosts.map(({ dataset }) => dataset.theme)
  const [before, now] = [coloursOf(), words.filter(isFaint)]
  document.documentElement.style.colorScheme = other
  for (const host of hosts) host.dataset.theme = other
  const [after, then] = [coloursOf(), words.filter(isFaint)]
  document.documentElement.style.removeProperty('color-scheme')
  for (const [at, host] of hosts.entries()) {
    if (themes[at] === undefined) delete host.dataset.theme
    else host.dataset.theme = themes[at]
  }
  const html = (list: Element[]) => list.map((one) => (one.cloneNode() as Element).outerHTML)
  return { differs: before !== after, now: html(now), other: html(then) }

  function coloursOf(): string {
    return words.map((one) => getComputedStyle(one).color).join()
  }

  /** Elements with words of their own that can be seen; those that cannot be used may be faint. */
  function wordsIn(root: Element): Element[] {
    if (root.matches('[aria-hidden=true], [disabled], [aria-disabled=true], option, script, style')) return []
    const inside = [...(root.shadowRoot ?? root).children].flatMap(wordsIn)
    const hasOwn = [...root.childNodes].some(({ nodeType, nodeValue }) => nodeType === 3 && nodeValue?.trim())
    const { width, height } = root.getBoundingClientRect()
    const isSeen = hasOwn && width > 1 && height > 1 && isShown(root)
    return isSeen ? [root, ...inside] : inside
  }

  function isShown(one: Element): boolean {
    const isOff = one.closest('label')?.querySelector(':disabled')
    return !isOff && one.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  }

  function isFaint(one: Element): boolean {
    const { color, fontSize, fontWeight } = getComputedStyle(one)
    const isLarge = Number.parseFloat(fontSize) >= (Number(fontWeight) >= 700 ? 18.66 : 24)
    const [grounds, opacity] = behind(one)
    if (!grounds) return false
    const ground = grounds.reduceRight(over, [255, 255, 255, 1])
    const [red, green, blue, alpha] = colour(color)
    const [light, dark] = [
      brightness(over(ground, [red, green, blue, alpha * opacity])),
      brightness(ground),
    ].sort((a, b) => b - a) as [number, number]
    return (light + 0.05) / (dark + 0.05) < (isLarge ? 3 : 4.5)
  }

  /** What lies behind it, the nearest first; nothing where that is a picture. */
  function behind(one: Element): [grounds: Colour[] | null, opacity: number] {
    const grounds: Colour[] = []
    let opacity = 1
    for (let at: Element | null = one; at; at = parentOf(at)) {
      const style = getComputedStyle(at)
      if (style.backgroundImage !== 'none') return [null, 1]
      opacity *= Number(style.opacity)
      const ground = colour(style.backgroundColor)
      if (ground[3] > 0) grounds.push(ground)
      if (ground[3] === 1) break
    }
    return [grounds, opacity]
  }

  function parentOf(one: Element): Element | null {
    if (one.parentElement) return one.parentElement
    const root = one.getRootNode()
    return root instanceof ShadowRoot ? root.host : null
  }

  function over(ground: Colour, top: Colour): Colour {
    const mixed = [0, 1, 2].map((at) => (top[at] ?? 0) * top[3] + (ground[at] ?? 0) * (1 - top[3]))
    return [...mixed, 1] as unknown as Colour
  }

  function brightness(of: Colour): number {
    const [red = 0, green = 0, blue = 0] = of.map((part) => {
      const share = part / 255
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }

  /** In whatever way it is written. */
  function colour(text: string): Colour {
    const old = known.get(text)
    if (old) return old
    if (!canvas) throw new Error('This browser draws nothing.')
    canvas.clearRect(0, 0, 1, 1)
    canvas.fillStyle = text
    canvas.fillRect(0, 0, 1, 1)
    const [red = 0, green = 0, blue = 0, alpha = 0] = canvas.getImageData(0, 0, 1, 1).data
    const made: Colour = [red, green, blue, alpha / 255]
    known.set(text, made)
    return made
  }
}
