// What stands at a share of all that was measured, from the smallest on.

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const middle = (values: readonly number[]): number => quantile(values, 0.5)
