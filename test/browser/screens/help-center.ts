// The help center and the demo host's own pages.

import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually } from '../../stage/world.ts'
import type { Walk } from './walk.ts'

const PAGES = {
  'help-home': '/help',
  'help-collection': '/help/rotations',
  'help-article': '/help/people/who-answers-what',
  'help-article-long': '/help/signing-in/two-accounts-merge',
  'help-search': '/help/search?q=two+acounts',
  'help-search-nothing': '/help/search?q=zzzqqq',
  'help-search-empty': '/help/search',
  'help-404': '/help/signing-in/no-such-article',
  'help-everything': '/help/people/everything',
  'help-arabic': '/help/ar/signing-in/reset-password',
  'demo-mailbox': '/demo/mailbox',
  'merge-stop': '/merges/stop',
  'merge-stop-arabic': '/merges/stop?lang=ar',
}

export async function helpCenterScreens(walk: Walk): Promise<void> {
  const { world, take, part } = walk
  await writesEverything(world.articlesDir)
  await cp('test/stage/locales', world.articlesDir, { recursive: true })
  await eventually('the article', async () => (await fetch(world.url + PAGES['help-everything'])).ok)
  await eventually('the Arabic ones', async () => (await fetch(world.url + PAGES['help-arabic'])).ok)
  const page = await walk.newPage()
  for (const [screen, path] of Object.entries(PAGES))
    await part(screen, async () => {
      await page.goto(world.url + path)
      await page.waitForLoadState('networkidle')
      await take(page, screen)
      const pages = await page.evaluate(() => document.documentElement.scrollHeight / innerHeight)
      for (let at = 1; at < Math.min(pages, 4); at++) {
        await page.evaluate((at) => scrollTo({ top: at * (innerHeight - 80), behavior: 'instant' }), at)
        await take(page, `${screen}-${at + 1}`)
      }
    })
  await part('search while typing', async () => {
    await page.goto(`${world.url}/help`)
    await page.getByRole('combobox').fill('alredy exi')
    await page.getByRole('option').first().waitFor()
    await take(page, 'help-typing')
    await page.getByRole('combobox').fill('zzzqqq')
    await page.getByText('Ask a person').filter({ visible: true }).first().waitFor()
    await take(page, 'help-typing-nothing')
  })
  await part('feedback', async () => {
    await page.goto(world.url + PAGES['help-article'])
    await page.getByRole('button', { name: 'No', exact: true }).click()
    await page.getByLabel('What was missing?').waitFor()
    await page.getByLabel('What was missing?').scrollIntoViewIfNeeded()
    await take(page, 'help-feedback')
  })
  await part('print', async () => {
    await page.emulateMedia({ media: 'print' })
    await page.goto(world.url + PAGES['help-everything'])
    await take(page, 'help-print')
    await page.emulateMedia({ media: null })
  })
}

/** An article with everything in it that an editor may write. */
const writesEverything = (articlesDir: string) =>
  writeFile(
    join(articlesDir, 'en/people/everything.md'),
    `---
title: Everything that an article may hold, with a title that takes two lines on a phone
description: Each part once, so that it can be looked at.
order: 900
updated: 2026-11-24
---

A first paragraph with **strong words**, *other words*, \`code\`, a [link](/help), a <kbd>Ctrl</kbd> <kbd>K</kbd> and a note at the foot.[^1]

> [!NOTE]
> A note, with a [link](/help) in it.

> [!TIP]
> A tip.

> [!WARNING]
> A warning of two lines, because what it warns of is not said in a few words, as it mostly is not.

## Lists

1. The first step
2. The second, with
   - one thing
   - and another
3. The last

- [x] done
- [ ] not done

> Somebody said this.

## A table that is wide

| Document | Who hands it in | How long it holds | Where it is found | Who is asked |
| --- | --- | ---: | --- | --- |
| Immunization record | You | 12 months | Onboarding, step 1 | Your school’s health office |
| Letter of good standing | School | 6 months | Onboarding, step 2 | Your coordinator |

\`\`\`
A block of code, one line of which is so long that it has to be scrolled sideways to be read to its end.
\`\`\`

### A smaller heading

Text under it.

---

[^1]: The note at the foot.
`,
  )
