// Every ticket that is not solved, in pages, so that whoever goes through ten thousand keeps nobody waiting.

import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'

export async function* unsolvedTickets(
  read: Pick<ReadTables, 'tickets'>,
  limit: number,
): AsyncGenerator<TicketRecord[]> {
  for (let before: string | undefined | null; before !== null; ) {
    const page = await read.tickets.list({
      ...{ view: 'unsolved', agentId: '', limit },
      ...(before && { before }),
    })
    yield page.tickets
    before = page.next
  }
}
