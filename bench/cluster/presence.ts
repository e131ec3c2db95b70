// How long is an agent seen at a ticket whose copy was killed under them? As the console of another agent shows it, at another copy.

import { dropSilent, keepPresence, present } from '../../console/facts/presence.ts'
import type { CopyProcess } from '../../test/cluster/cluster.ts'
import { agentConnects } from '../../test/stage/cast.ts'

const LOOK_EVERY_MS = 100

export async function seenAfterKillMs([, theirs, ours]: CopyProcess[], ticketId: string): Promise<number> {
  if (!theirs || !ours) throw new Error('This takes three copies.')
  const [omar, ines] = await Promise.all([agentConnects(theirs.url, 'Omar'), agentConnects(ours.url, 'Ines')])
  await omar.command('presence.tell', { ticketId, doing: 'looking' })
  const told = await ines.event('presence.changed', (body) => body.agentId === omar.welcome.agent.id)
  keepPresence(told as unknown as Parameters<typeof keepPresence>[0], Date.now())
  await theirs.kill()
  const killedAt = performance.now()
  while (present.value.size > 0) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    dropSilent()
  }
  const seenMs = performance.now() - killedAt
  await theirs.start()
  for (const agent of [omar, ines]) agent.close()
  return seenMs
}
