// A walk through screens that are to be looked at: whoever walks says where a picture is worth it. Partner: ../screenshots.ts.

import type { Page } from 'playwright-core'
import type { World } from '../../stage/world.ts'

export interface Walk {
  world: World
  /** With its size and its theme, and nobody logged in. */
  newPage(): Promise<Page>
  /** The picture is named for the screen, and for how it was looked at. */
  take(page: Page, screen: string): Promise<void>
  /** Of this walk, where two walks must not meet: "1280-dark". */
  name: string
  isPhone: boolean
  /** Part of a walk; where it fails the walk goes on with the next, and the failure is told at the end. */
  part(name: string, walk: () => Promise<unknown>): Promise<void>
}
