// The settings that each request needs, held ready in memory: read at the start, and when somebody changed one at whichever copy of
// the server: the bus tells of it, or chat/catch-up.ts finds it in the store. Partners: kept.ts, routes.ts, origins.ts.

import type { SlaPolicies } from '../../protocol/desk/sla-policies.ts'
import type { KeptTypes } from '../../protocol/settings/type-entries.ts'
import type { Bus } from '../bus/bus.ts'
import type { EndpointRecord, SettingValues } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { type Brand, brandFrom, NO_BRAND, PLAIN } from './brand.ts'
import { settingOf } from './kept.ts'
import { AS_OPERATOR } from './mail.ts'

const TOPIC = 'settings'

export interface SettingsInForce {
  /** Those that were set in the console. */
  origins(): readonly string[]
  brand(): Brand
  /** As far as it was set in the console. */
  mail(): SettingValues['mail']
  /** Those that were added in the console. */
  endpoints(): readonly EndpointRecord[]
  /** How many of them were switched off because they failed. */
  endpointsOff(): number
  /** What is promised, where it was set in the console; the same object until it is another. */
  sla(): SlaPolicies | null
  /** The types of tickets, where they were set in the console; the same object until it is another. */
  ticketTypes(): KeptTypes | null
  /** Told where another number of endpoints is switched off than before. */
  onEndpointsOff(handler: () => void): void
  /** Told where the types are others than before, whoever changed them. */
  onTypes(handler: () => void): void
  /** Told where letters go out otherwise than before, whoever changed it. */
  onMail(handler: () => void): void
  /** Told where the brand is another one than before, whoever changed it. */
  onBrand(handler: () => void): void
  /** After a change is durable: it is in force here when this resolves, elsewhere a moment later. */
  changed(): Promise<void>
  /** Another copy changed one, or may have. */
  readAnew(): Promise<void>
  close(): void
}

/** @throws what the store throws, at the start only */
export async function settingsInForce({
  read,
  bus,
  log,
}: {
  read: Pick<ReadTables, 'settings'>
  bus: Pick<Bus, 'publish' | 'subscribe'>
  log: { warn(facts: object, message: string): void }
}): Promise<SettingsInForce> {
  let origins: readonly string[] = []
  let brand = PLAIN
  let mail = { version: 0, value: AS_OPERATOR }
  let endpoints: readonly EndpointRecord[] = []
  let sla: { version: number; value: SlaPolicies | null } = { version: 0, value: null }
  let types: { version: number; value: KeptTypes | null } = { version: 0, value: null }
  const offHandlers: (() => void)[] = []
  const brandHandlers: (() => void)[] = []
  const typesHandlers: (() => void)[] = []
  const mailHandlers: (() => void)[] = []
  let readings = 0
  let newest = Promise.resolve()

  const readAll = (): Promise<void> => {
    newest = readOnce(++readings)
    return newest
  }
  async function readOnce(reading: number): Promise<void> {
    const [named, look, told, promised, forms, letters] = await Promise.all([
      settingOf(read, 'origins', []),
      settingOf(read, 'brand', NO_BRAND),
      settingOf(read, 'endpoints', []),
      settingOf(read, 'sla', null),
      settingOf(read, 'ticketTypes', null),
      settingOf(read, 'mail', AS_OPERATOR),
    ])
    // A later one has asked meanwhile, and knows more: who waits for this one waits for that.
    if (reading !== readings) return newest
    origins = named.value
    const offBefore = countOff(endpoints)
    endpoints = told.value
    if (promised.version !== sla.version) sla = promised
    const typesBefore = types.version
    if (forms.version !== typesBefore) types = forms
    const mailBefore = mail.version
    mail = letters
    const before = brand.version
    brand = look.version === 0 ? PLAIN : brandFrom(look)
    if (brand.version !== before) for (const handler of brandHandlers) handler()
    if (countOff(endpoints) !== offBefore) for (const handler of offHandlers) handler()
    if (mail.version !== mailBefore) for (const handler of mailHandlers) handler()
    if (types.version !== typesBefore) for (const handler of typesHandlers) handler()
  }
  const readLater = () => {
    readAll().catch((err) => log.warn({ err }, 'the settings could not be read; they stay as they were'))
  }

  await readAll()
  const stop = bus.subscribe(TOPIC, readLater)

  return {
    origins: () => origins,
    brand: () => brand,
    mail: () => mail.value,
    endpoints: () => endpoints,
    endpointsOff: () => countOff(endpoints),
    sla: () => sla.value,
    ticketTypes: () => types.value,
    onEndpointsOff(handler) {
      offHandlers.push(handler)
    },
    onMail(handler) {
      mailHandlers.push(handler)
    },
    onTypes(handler) {
      typesHandlers.push(handler)
    },
    onBrand(handler) {
      brandHandlers.push(handler)
    },
    async changed() {
      bus.publish(TOPIC, { name: 'settings.changed', body: {} }, 'elsewhere')
      await readAll()
    },
    readAnew: readAll,
    close: stop,
  }
}

const countOff = (endpoints: readonly EndpointRecord[]) => endpoints.filter(({ off }) => off).length
