// A number for each different value, from 0 in the order in which they came.

export class Interned<T> {
  readonly #numbers = new Map<T, number>()

  find(value: T): number | undefined {
    return this.#numbers.get(value)
  }

  numberOf(value: T): number {
    const known = this.#numbers.get(value)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(value, number)
    return number
  }

  all(): T[] {
    return [...this.#numbers.keys()]
  }
}
