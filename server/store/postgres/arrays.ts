// Arrays as the server keeps them, not as text: what people wrote goes as it is, where as text each quote in each record would be
// escaped here, with the record copied twice for that, and read back there. Partner: at-once-statement.ts.

/** How an element is kept: the number of its type, and its bytes. */
interface Kind {
  type: number
  bytesOf(value: unknown): number
  /** @returns where it ends */
  write(to: Buffer, value: unknown, at: number): number
}

const text = (type: number): Kind => ({
  type,
  bytesOf: (value) => Buffer.byteLength(value as string),
  write: (to, value, at) => at + to.write(value as string, at),
})

/** Their numbers are the same in every server: pg_type.dat. */
const KINDS: Record<string, Kind> = {
  text: text(25),
  json: text(114),
  integer: { type: 23, bytesOf: () => 4, write: (to, value, at) => to.writeInt32BE(Number(value), at) },
  bigint: {
    type: 20,
    bytesOf: () => 8,
    write: (to, value, at) => to.writeBigInt64BE(BigInt(value as string), at),
  },
  boolean: { type: 16, bytesOf: () => 1, write: (to, value, at) => to.writeUInt8(value ? 1 : 0, at) },
  jsonb: {
    type: 3802,
    bytesOf: (value) => 1 + Buffer.byteLength(value as string),
    // The number of its form, of which there is one.
    write: (to, value, at) => to.write(value as string, to.writeUInt8(1, at)) + at + 1,
  },
  xid: { type: 28, bytesOf: () => 4, write: (to, value, at) => to.writeUInt32BE(Number(value), at) },
}

const HEAD_BYTES = 20
const LENGTH_BYTES = 4
const IS_NULL = -1

/** @returns what the driver is given for it */
export function arrayOf(type: string, values: readonly unknown[]): unknown {
  // Ours have nothing in them that would have to be escaped.
  if (type === 'timestamptz')
    return `{${values.map((value) => (value === null ? 'NULL' : `"${value}"`)).join()}}`
  const kind = KINDS[type]
  if (!kind) return values
  let bytes = HEAD_BYTES
  let areNulls = false
  for (const value of values) {
    bytes += LENGTH_BYTES
    if (value === null) areNulls = true
    else bytes += kind.bytesOf(value)
  }
  const array = Buffer.allocUnsafe(bytes)
  // One dimension, whose first place is 1.
  array.writeInt32BE(1, 0)
  array.writeInt32BE(areNulls ? 1 : 0, 4)
  array.writeInt32BE(kind.type, 8)
  array.writeInt32BE(values.length, 12)
  array.writeInt32BE(1, 16)
  let at = HEAD_BYTES
  for (const value of values) {
    const from = at + LENGTH_BYTES
    const end = value === null ? from : kind.write(array, value, from)
    array.writeInt32BE(value === null ? IS_NULL : end - from, at)
    at = end
  }
  return array
}
