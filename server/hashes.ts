// One-way forms of what must not be kept as it is, and comparison that takes the same time however wrong it is.

import { hash, timingSafeEqual } from 'node:crypto'

export function sha256(...parts: (string | number | null)[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex')
}

export function sameHash(one: string, other: string): boolean {
  const a = Buffer.from(one, 'hex')
  const b = Buffer.from(other, 'hex')
  return a.length === b.length && timingSafeEqual(a, b)
}
