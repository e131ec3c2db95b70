// What both buses keep, scene by scene; the server cannot tell them apart as long as this holds for each.
// test/bus/bus.test.ts runs it. `open` gives a bus to which nobody listens; the suite closes it.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Bus, BusEvent } from '../../server/bus/bus.ts'

export const said = (body: unknown, name = 'message.created'): BusEvent => ({ name, body })

export function busContract(name: string, open: () => Promise<Bus>): void {
  describe(`${name}, as every bus`, () => {
    let bus: Bus
    beforeEach(async () => {
      bus = await open()
    })
    afterEach(() => bus.close())
    const hears = (topic: string) => {
      const heard: BusEvent[] = []
      const stop = bus.subscribe(topic, (event) => heard.push(event))
      return { heard, stop }
    }

    it('tells who listens to a topic, in order, before it returns, and nobody else', () => {
      const [maya, leo] = [hears('contact:maya'), hears('contact:leo')]
      for (const n of [1, 2, 3]) bus.publish('contact:maya', said(n))
      expect(maya.heard).toEqual([1, 2, 3].map((n) => said(n)))
      expect(leo.heard).toEqual([])
    })

    it('tells everybody the very same event, so that it is printed once', () => {
      const [first, second] = [hears('desk'), hears('desk')]
      bus.publish('desk', said('hello'))
      expect(first.heard[0]).toBe(second.heard[0])
    })

    it('stops for who stopped, and for nobody else', () => {
      const [first, second] = [hears('desk'), hears('desk')]
      first.stop()
      first.stop()
      bus.publish('desk', said(1))
      expect([first.heard.length, second.heard.length]).toEqual([0, 1])
      second.stop()
      const third = hears('desk')
      second.stop()
      bus.publish('desk', said(2))
      expect([second.heard.length, third.heard.length]).toEqual([1, 1])
    })

    it('goes on where somebody leaves while all are told', () => {
      const stop = bus.subscribe('desk', () => stop())
      const other = hears('desk')
      bus.publish('desk', said(1))
      bus.publish('desk', said(2))
      expect(other.heard).toHaveLength(2)
    })

    it('tells this copy only, or all but this copy, where that is asked for', () => {
      const { heard } = hears('desk')
      bus.publish('desk', said('for all'))
      bus.publish('desk', said('for here'), 'here')
      bus.publish('desk', said('for others'), 'elsewhere')
      expect(heard.map(({ body }) => body)).toEqual(['for all', 'for here'])
    })

    it('knows to what somebody listens, and what they were told', () => {
      const told: [string, unknown][] = []
      bus.onTold((topic, { body }) => told.push([topic, body]))
      expect(bus.isHeardHere('desk')).toBe(false)
      bus.publish('desk', said('nobody is there'))
      const { stop } = hears('desk')
      expect(bus.isHeardHere('desk')).toBe(true)
      bus.publish('desk', said('somebody is'))
      stop()
      expect(bus.isHeardHere('desk')).toBe(false)
      expect(told).toEqual([['desk', 'somebody is']])
    })

    it('says when what was asked for is heard, at once where nothing was', async () => {
      await bus.heard()
      hears('desk')
      await bus.heard()
    })

    it('is whole and connected, with one copy', () => {
      expect(bus.state()).toMatchObject({ isConnected: true, isWhole: true, copies: 1, dropped: 0 })
    })

    it('is silent once it is closed', async () => {
      const { heard } = hears('desk')
      await bus.close()
      bus.publish('desk', said(1))
      expect(heard).toEqual([])
    })
  })
}
