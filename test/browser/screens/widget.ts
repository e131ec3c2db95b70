// The widget at the demo host: of somebody who is signed in, of a guest, and when something does not work.

import { agentConnects, codeIn, newClientId } from '../../stage/cast.ts'
import { atDemo, widgetOn } from '../people.ts'
import type { Walk } from './walk.ts'

const LEO = 'leo.okafor@mail.example'

export async function widgetScreens(walk: Walk): Promise<void> {
  const { world, take, part } = walk
  const page = await walk.newPage()
  const demo = await atDemo(page, world.url)
  await demo.logIn(LEO)
  await page.waitForLoadState('networkidle')
  await take(page, 'demo-dashboard')
  const widget = await demo.openWidget()

  await part('search', async () => {
    await widget.sees('Suggested for this page')
    await take(page, 'widget-home')
    await widget.type('alredy exi')
    await widget.firstResult(/user already exists/i)
    await take(page, 'widget-results')
    await widget.clearSearch()
    await widget.type('zzzzqq')
    await widget.sees('Nothing found')
    await take(page, 'widget-nothing-found')
    await widget.clearSearch()
    await widget.type('alredy volcano bicycle dinosaur')
    await widget.sees('We are not sure this answers it')
    await take(page, 'widget-unsure')
    await widget.clearSearch()
    await widget.presses(/^Finding and getting rotations/)
    await take(page, 'widget-collection')
    await widget.presses('Back')
    await widget.type('two accounts')
    await widget.openFirstResult()
    await take(page, 'widget-article')
    await widget.answerFeedback('No')
    await take(page, 'widget-feedback')
  })

  await part('writing', async () => {
    await widget.writeToAPerson()
    await take(page, 'widget-write')
    await widget.writes('It says that the user already exists')
    await widget.sees('This may answer it')
    await take(page, 'widget-answers-while-writing')
    await widget.presses('A document was rejected')
    await widget.sees('Which document?')
    await take(page, 'widget-form')
    await widget.presses('Send')
    await widget.sees('Choose one.').catch(() => widget.sees('This is needed.'))
    await take(page, 'widget-form-wrong')
    await widget.presses('Back')
    await widget.presses('My rotation is missing')
    await widget.answers(/^Which address did/, 'another@northfield.edu')
    await widget.chooses('Maybe')
    await take(page, 'widget-form-first')
    await widget.presses('Continue')
    await take(page, 'widget-form-merge')
    await widget.presses('It is something else')
    await widget.answers('Hospital or site', `St. Brigid’s, ${walk.name}`)
    await widget.pressSend()
    await widget.allSent()
    await take(page, 'widget-form-thread')
    await widget.presses('Back')
    await widget.writeToAPerson()
    await widget.send(`My rotation is on my school account. Can you help? (${walk.name})`)
    await widget.sees(/^Sent/)
    await widget.sees(/We will also write to/)
    await take(page, 'widget-thread')
  })

  await part('files', async () => {
    const long = {
      name: 'a-very-long-name-of-a-scan-of-my-immunization-record-2026.pdf',
      mimeType: 'application/pdf',
    }
    await widget.attaches(
      { ...long, buffer: Buffer.from('%PDF-1.4\n%%EOF') },
      { name: 'x.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
    )
    await widget.sees('x.exe.txt')
    await take(page, 'widget-files-chosen')
    await widget.pressSend()
    await widget.allSent()
    await take(page, 'widget-files')
  })

  await part('answered', async () => {
    const ines = await agentConnects(world.url, 'Ines')
    const { tickets } = (await ines.command('ticket.list', { filter: {}, sort: 'newest' })).result
    const { id: ticketId } = tickets.find(({ subject }: { subject: string }) => subject.includes(walk.name))
    await ines.command('ticket.assign', { ticketId, agentId: ines.welcome.agent.id })
    await ines.command('message.send', {
      clientId: newClientId(),
      ticketId,
      text: `Hello Leo, I see it. Two ways:\n\n1. merge both accounts\n2. tell your coordinator\n\nThe first is better: ${world.url}/help/signing-in/two-accounts-merge`,
    })
    await ines.command('typing.start', { ticketId })
    await widget.sees('Ines Moreau is typing')
    await take(page, 'widget-answered')
    // By the way on which one came, past the article.
    while ((await widget.panel.getByRole('combobox').count()) === 0) await widget.presses('Back')
    await widget.panel.getByRole('combobox').fill('')
    await take(page, 'widget-home-tickets')
    await widget.presses(/^Your tickets/)
    await take(page, 'widget-tickets')
    await widget.close()
    await ines.command('message.send', { clientId: newClientId(), ticketId, text: 'Is it there now?' })
    await demo.seesBadge('1')
    await take(page, 'widget-badge')
    ines.close()
  })

  await part('without a line', async () => {
    await demo.openWidget()
    await page.context().setOffline(true)
    await page.evaluate(() => dispatchEvent(new Event('offline')))
    await widget.sees('Is it there now?')
    await widget.send('Written in the cellar')
    await widget.sees('No connection')
    await widget.sees('On this device')
    await take(page, 'widget-offline')
    await page.context().setOffline(false)
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await widget.allSent()
  })
  await page.context().close()

  await part('merge', async () => {
    const page = await walk.newPage()
    const demo = await atDemo(page, world.url)
    await demo.logIn('maya.lindqvist@northfield.edu')
    const widget = await demo.openWidget()
    await widget.presses(/^Merge two accounts/)
    await widget.sees('What will happen')
    await take(page, 'widget-merge-what')
    await widget.presses('Continue')
    await take(page, 'widget-merge-address')
    await page.context().close()
    const leos = await walk.newPage()
    const theirs = await atDemo(leos, world.url)
    await theirs.logIn(LEO)
    const card = await theirs.openWidget()
    await card.presses(/^Merge two accounts/)
    await card.sees('A person looks at both accounts')
    await take(leos, 'widget-merge-review')
    await leos.context().close()
  })
}

export async function guestScreens(walk: Walk): Promise<void> {
  const { world, take, part } = walk
  const page = await walk.newPage()
  const demo = await atDemo(page, world.url)
  await take(page, 'demo-login')
  const widget = await demo.openWidget()
  await part('a guest', async () => {
    const email = `nadia-${walk.name}-${Date.now()}@mail.example`
    await widget.presses(/^(Ask a person|Write to us)/)
    await widget.sees('Your name')
    await widget.presses('Continue')
    await take(page, 'widget-guest')
    await widget.presses('Back')
    await widget.writeAsGuest({ name: 'Nadia', email, text: 'I cannot get in' })
    await take(page, 'widget-guest-code')
    await widget.typeCode('AAAABBBB')
    await widget.sees('That is not the code')
    await take(page, 'widget-guest-code-wrong')
    await widget.typeCode(codeIn((await world.mailTo(email)).text))
    await widget.sees('I cannot get in')
    await widget.sees(/We will also write to/)
    await take(page, 'widget-guest-thread')
    await widget.presses('This is solved')
    await widget.sees('How did we do?')
    await take(page, 'widget-solved')
    await widget.presses('Bad')
    await widget.sees('What should we do better?')
    await take(page, 'widget-rating')
    await widget.presses('Very good')
    await widget.sees(/noted/)
    await take(page, 'widget-rated')
    await widget.presses('Open a new ticket')
    await widget.handedOver()
    await take(page, 'widget-new-ticket')
    await widget.presses('Back')
    await widget.presses(/^Merge two accounts/).catch(() => {})
    await take(page, 'widget-merge-guest')
  })
  await page.context().close()

  await part('what could not be fetched', async () => {
    const page = await walk.newPage()
    const demo = await atDemo(page, world.url)
    await page.route(/\/api\/(session|help)/, (route) => route.abort())
    await page.getByRole('button', { name: 'Help' }).click()
    const { panel } = widgetOn(page)
    await panel.waitFor()
    await panel.getByText('could not be loaded').first().waitFor()
    await take(page, 'widget-not-loaded')
    await demo.page.context().close()
  })
}
