import { describe, expect, test } from 'vitest'
import { atDemo } from '../../browser/people.ts'
import { agentConnects, newClientId } from '../../stage/cast.ts'
import { eventually } from '../../stage/world.ts'
import {
  browser,
  consoleOf,
  LEO,
  LEO_AT_SCHOOL,
  LEO_OF_SCHOOL,
  leoAsksForAMerge,
  NARROWEST_DESK,
  objectsToNothing,
  WIDE,
  world,
} from './desk.ts'

export function mergeScenes(): void {
  describe('axe finds nothing to object to, in both themes', () => {
    test('the merge review, its questions, and what follows', async () => {
      // The other way round: an address is sent three codes in half an hour, and the scenes below need them.
      const ticketId = await leoAsksForAMerge(LEO_OF_SCHOOL, LEO.email)
      const page = await consoleOf('Ines', { viewport: NARROWEST_DESK })
      await page.goto(`${world.url}/console/open/${ticketId}`)
      await page.getByText('waiting for a decision').waitFor()
      await objectsToNothing(page)
      // In the list of those to decide it stays while its contact is asked something.
      await page.goto(`${world.url}/console/merge-reviews/${ticketId}`)
      const listed = page.locator(`.row[data-ticket="${ticketId}"]`)
      await listed.waitFor()
      const ines = await agentConnects(world.url, 'Ines')
      await ines.command('message.send', { clientId: newClientId(), ticketId, text: 'Which school is it?' })
      await page.locator('.thread-tools').getByText('Waiting on contact').waitFor()
      expect(await listed.count()).toBe(1)
      ines.close()
      await page.getByRole('button', { name: 'Look at both accounts' }).click()
      const fields = page.getByRole('table', { name: 'Fields of both accounts' })
      await fields.waitFor()
      // Both accounts side by side, with nothing to push aside.
      const cut = await fields.evaluate((table) => {
        const own = table.getBoundingClientRect()
        const pane = table.closest('section')?.getBoundingClientRect() ?? own
        return [own.left < pane.left - 1, own.right > pane.right + 1, document.body.scrollWidth > innerWidth]
      })
      expect(cut).toEqual([false, false, false])
      await objectsToNothing(page)
      await page.getByRole('button', { name: /^Approve …/ }).click()
      const question = page.getByRole('dialog', { name: 'Approve this merge?' })
      await question.getByText('In 30 minutes').waitFor()
      expect(await question.textContent(), 'both addresses are named').toContain(LEO.email)
      expect(await question.textContent()).toContain(LEO_AT_SCHOOL)
      await objectsToNothing(page, 'dialog')
      // By the browser's Back it goes with its merge: a letter is a command again, and nothing is asked by itself later.
      await page.goBack()
      await question.waitFor({ state: 'detached' })
      await page.keyboard.press('?')
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
      await page.keyboard.press('Escape')
      await page.goForward()
      await fields.waitFor()
      expect(await page.getByRole('dialog').count()).toBe(0)
      await page.getByRole('button', { name: /^Reject …/ }).click()
      await page.getByRole('button', { name: 'Reject the merge' }).click()
      await page.getByText('Write the reason').waitFor()
      await objectsToNothing(page, 'dialog')
      const reason = page.getByRole('textbox', { name: /which Leo Okafor reads/ })
      expect(await reason.evaluate((field) => field === document.activeElement)).toBe(true)
      await reason.fill('Ask with the school’s address.')
      // Put away for another look at the accounts, it stands there again.
      await page.keyboard.press('Escape')
      await reason.waitFor({ state: 'detached' })
      await page.getByRole('button', { name: /^Reject …/ }).click()
      expect(await reason.inputValue()).toBe('Ask with the school’s address.')
      await page.getByRole('button', { name: 'Reject the merge' }).click()
      await page.getByRole('heading', { name: 'Rejected' }).waitFor()
      // The button that asked has gone with the dialog; what became of it stands above, where ears do not go by themselves.
      await page.locator('#thread-title:focus').waitFor()
      await page
        .getByRole('status')
        .filter({ hasText: 'Account merge: Rejected' })
        .waitFor({ state: 'attached' })
      await listed.waitFor({ state: 'detached' })
      await objectsToNothing(page)
    })

    test('the links in both mails: a look changes nothing, the button stops the merge', async () => {
      const ines = await agentConnects(world.url, 'Ines')
      const page = await (await browser.newContext({ viewport: WIDE })).newPage()
      for (const address of [LEO.email, LEO_AT_SCHOOL]) {
        const ticketId = await leoAsksForAMerge()
        const { merge } = (await ines.command('thread.read', { ticketId })).result
        const { previewHash } = (await ines.command('merge.preview', { mergeId: merge.id })).result
        const links = async () =>
          (await world.mails()).flatMap(({ to, text }) =>
            to === address ? [...text.matchAll(/\S+\/merges\/stop\?\S+/g)].map(String) : [],
          )
        const before = await links()
        await ines.command('merge.decide', { mergeId: merge.id, verdict: 'approve', previewHash })
        const link = await eventually('the link', async () =>
          (await links()).find((one) => !before.includes(one)),
        )
        // A new page: the same address with another fragment would be the page that is open.
        await page.goto('about:blank')
        await page.goto(link)
        await page.getByRole('heading', { name: 'Stop the account merge?' }).waitFor()
        if (address === LEO.email) await objectsToNothing(page)
        const stateNow = async () => (await ines.command('thread.read', { ticketId })).result.merge.state
        expect(await stateNow()).toBe('approved')
        await page.getByRole('button', { name: 'Stop the merge' }).click()
        await page.getByRole('heading', { name: 'The merge is stopped' }).waitFor()
        // Each address is set apart, for a sentence that is read from the right.
        await page
          .getByText(`\u2068${LEO_AT_SCHOOL}\u2069 and \u2068${LEO.email}\u2069 stay two accounts`)
          .waitFor()
        expect(await stateNow()).toBe('cancelled')
      }
      ines.close()
    })
  })

  test('two agents for two schools: whose school stays is chosen, an admin ends the waiting, and it is taken back', async () => {
    const leo = await (await browser.newContext({ viewport: WIDE })).newPage()
    const portal = await atDemo(leo, world.url)
    await portal.logIn(LEO.email)
    await portal.goto('/demo/profile/edit')
    await leo.getByLabel('School').selectOption('Eastmoor School of Medicine')
    await leo.getByRole('button', { name: 'Add role' }).click()
    await leo.waitForURL(/profile/)
    const ticketId = await leoAsksForAMerge()
    const [ines, omar] = await Promise.all([consoleOf('Ines'), consoleOf('Omar')])
    for (const page of [ines, omar]) {
      await page.goto(`${world.url}/console/open/${ticketId}`)
      await page.getByRole('button', { name: 'Look at both accounts' }).click()
      await page.getByText('Two agents must approve this merge').waitFor()
      await page.getByText('belong to different organisations').waitFor()
    }
    await ines.getByRole('radio', { name: /^Northfield University/ }).check()
    await ines.getByRole('button', { name: 'Approve …' }).click()
    await ines.getByRole('button', { name: 'Approve as the first of two' }).click()
    await ines.getByText('Another agent has to approve it, too.').waitFor()

    await omar.getByText('You would be the second.').waitFor()
    await omar.getByRole('button', { name: 'Approve, too …' }).click()
    await omar.getByRole('button', { name: /^Approve: end/ }).click()
    await omar.locator('.thread-tools').getByText('Approved, not yet done').waitFor()
    await ines.getByRole('button', { name: 'End the waiting …' }).click()
    await ines.getByRole('textbox', { name: /^Reason/ }).fill('He starts on the ward tomorrow.')
    await ines.getByRole('button', { name: 'Ask the host now' }).click()
    await ines.getByRole('heading', { name: 'Merged' }).waitFor()
    await leo.reload()
    await leo.getByText('Northfield University').first().waitFor()

    await ines.getByRole('button', { name: 'Take it back …' }).click()
    await ines.getByRole('textbox', { name: /^Reason/ }).fill('It was the wrong Leo.')
    await ines.getByRole('button', { name: 'Ask for it' }).click()
    await omar.getByText('It was the wrong Leo.').first().waitFor()
    await omar.getByRole('button', { name: 'Agree' }).click()
    await ines.getByText('is an account of its own again').waitFor()
    // The button has gone, and the keyboard is not nowhere.
    await omar.locator('#thread-title:focus').waitFor()
    await leo.reload()
    await leo.getByText('Eastmoor School of Medicine').first().waitFor()
  })

  // ---- what people do
}
