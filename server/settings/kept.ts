// A setting of the desk as it is kept: one record each, changed as a whole. A change of what somebody else has changed
// meanwhile is refused, never merged: a mixture would be nobody's. Partner: in-force.ts, which holds them ready.

import { Refusal } from '../errors.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, SettingRecord, SettingValues } from '../store/records.ts'
import type { ReadTables, Tables } from '../store/store.ts'

export type Setting<Id extends keyof SettingValues> = Omit<SettingRecord<Id>, 'id'>

const UNTOUCHED = { version: 0, changedBy: null, changedAt: null }

export async function settingOf<Id extends keyof SettingValues>(
  tables: Pick<ReadTables, 'settings'>,
  id: Id,
  otherwise: SettingValues[Id],
): Promise<Setting<Id>> {
  return (await tables.settings.find(id)) ?? { ...UNTOUCHED, value: otherwise }
}

/** @throws Refusal('setting.changed') */
export async function putSetting<Id extends keyof SettingValues>(
  tx: Pick<Tables, 'settings'>,
  { now }: Pick<Parts, 'now'>,
  agent: AgentRecord,
  { id, version, value }: { id: Id; version: number; value: SettingValues[Id] },
): Promise<void> {
  const before = await tx.settings.find(id)
  const known = before?.version ?? UNTOUCHED.version
  if (known !== version) {
    throw new Refusal('setting.changed', {
      detail: `${before?.changedBy ?? 'Somebody'} changed it; this is version ${known}, not ${version}.`,
    })
  }
  await tx.settings.put({
    ...{ id, version: version + 1, value },
    ...{ changedBy: agent.name, changedAt: now().toISOString() },
  })
}
