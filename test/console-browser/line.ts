import { expect, test } from 'vitest'
import { newClientId } from '../cast.ts'
import { eventually } from '../world.ts'
import { consoleOf, isOf, mayaComesBack, mayaOpens, mayasWidget, WIDE, world } from './desk.ts'

export function lineScenes(): void {
  test('what is written while the server is dead goes out once when it is back, and the thread is current', async () => {
    const ticket = await mayaOpens('Is anybody there?')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /anybody there/ }).click()
    await page.getByRole('log').waitFor()
    await world.kill()
    await page.getByText('Live', { exact: true }).first().waitFor({ state: 'detached' })
    await page.getByText('New', { exact: true }).waitFor()
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('Yes, we are.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Waiting for the connection').waitFor()
    await page.getByText('New', { exact: true }).waitFor({ state: 'detached' })
    await page.getByText('Reconnecting').first().waitFor()

    await world.start()
    await mayaComesBack()
    await page.getByText('Waiting for the connection').waitFor({ state: 'detached' })
    await page.getByText('Sent', { exact: true }).waitFor()
    const { entries } = (await mayasWidget.command('thread.read', { ticketId: ticket.id })).result
    expect(entries.filter(({ text }: { text?: string }) => text === 'Yes, we are.')).toHaveLength(1)

    // The device loses its network, and no socket knows it yet.
    await page.context().setOffline(true)
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('Both of us.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Waiting for the connection').waitFor()
    await page.context().setOffline(false)
    await page.getByText('Waiting for the connection').waitFor({ state: 'detached' })
  })

  test('where sockets are refused Omar works over HTTP, and by socket as soon as one opens', async () => {
    const ticket = await mayaOpens('Does the hospital block you too?')
    let isBlocked = true
    let sockets = 0
    const page = await consoleOf('Omar', { viewport: WIDE }, (page) =>
      page.routeWebSocket(/\/api\/console$/, (socket) => {
        if (isBlocked) return socket.close({ code: 1011 })
        sockets++
        socket.connectToServer()
      }),
    )
    await page.getByRole('link', { name: /hospital block you/ }).click()
    await page.getByText('Live', { exact: true }).first().waitFor()
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('It did until now.')
    await page.keyboard.press('Control+Enter')
    await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent', 'It did until now.'),
    )
    const body = { clientId: newClientId(), ticketId: ticket.id, text: 'I read you.' }
    await mayasWidget.command('message.send', body)
    await page.getByRole('log').getByText('I read you.').waitFor()
    expect(sockets, 'the premise').toBe(0)

    isBlocked = false
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await eventually('a socket that stays', async () => sockets > 1)
    await page.getByText('Live', { exact: true }).first().waitFor()
  })
}
