// What the page hands to the browser as a file. The browser is played: one that begins to read it once the press is over.

import { afterEach, expect, test, vi } from 'vitest'
import { saveFile } from '../../ui/save-file.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

test('what Maya saves is there when Safari comes to read it, and given up in the end', async () => {
  vi.useFakeTimers()
  const kept = new Map<string, Blob>()
  vi.spyOn(URL, 'createObjectURL').mockImplementation((content) => {
    kept.set('blob:1', content as Blob)
    return 'blob:1'
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((address) => void kept.delete(address))
  const saved: [string, string | undefined][] = []
  const link = {
    href: '',
    download: '',
    click: () => setTimeout(async () => saved.push([link.download, await kept.get(link.href)?.text()])),
  }
  vi.stubGlobal('document', { createElement: () => link })

  saveFile(new Blob(['Where do I send it?']), 'ticket-7.txt')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(saved).toEqual([['ticket-7.txt', 'Where do I send it?']])
  await vi.runAllTimersAsync()
  expect(kept.size).toBe(0)
})
