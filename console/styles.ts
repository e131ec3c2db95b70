// Style sheets of this page. Adopted, not written into a <style>: the page's policy allows no inline styles.

/** What is adopted later stands behind what was there, and wins where both say the same. */
export function adopt(...texts: string[]): void {
  const sheets = texts.map((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return sheet
  })
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...sheets]
}
