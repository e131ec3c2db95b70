// Every word that stands in some ticket, with a number each: found as it is, by its beginning, or with one slip.
// Partner: protocol/desk/desk-search.ts, which says what fits.

import { fits, fitsNearly, isBeginning } from '../../../../protocol/desk/desk-search.ts'
import { countOf } from '../../../../protocol/search/terms.ts'
import { lettersOf } from '../../../../protocol/text-analysis.ts'

const FIRST_WORDS = 1 << 12
/** Words are kept together by so many first letters: a beginning looks through those that share them. */
const SHELF_CHARS = 2

export class Vocabulary {
  readonly #numbers = new Map<string, number>()
  readonly #words: string[] = []
  readonly #shelves = new Map<string, number[]>()
  #letters = new Int32Array(FIRST_WORDS)
  #lengths = new Uint8Array(FIRST_WORDS)

  get size(): number {
    return this.#words.length
  }

  number(word: string): number | undefined {
    return this.#numbers.get(word)
  }

  /** Of a word that may be new. */
  numberOf(word: string): number {
    const known = this.#numbers.get(word)
    return known ?? this.#add(word)
  }

  /** Numbers of all words that are this one or begin with it. */
  beginningWith(word: string): number[] {
    const same = this.#numbers.get(word)
    if (!isBeginning(word)) return same === undefined ? [] : [same]
    const shelf = this.#shelves.get(word.slice(0, SHELF_CHARS)) ?? []
    return shelf.filter((number) => fits(word, this.#words[number] ?? ''))
  }

  /** Numbers of all words that one slip may have made this one. */
  nearly(word: string): number[] {
    const letters = lettersOf(word)
    const found: number[] = []
    for (let number = 0; number < this.#words.length; number++) {
      if (Math.abs((this.#lengths[number] ?? 0) - word.length) > 1) continue
      // A slip changes the set of letters by two at most: that rules out nearly all, at the price of a number.
      if (countOf(letters ^ (this.#letters[number] ?? 0)) > 2) continue
      if (fitsNearly(word, this.#words[number] ?? '')) found.push(number)
    }
    return found
  }

  #add(word: string): number {
    const number = this.#words.length
    // A piece of a longer text would keep all of it in memory.
    const own = Buffer.from(word).toString()
    this.#numbers.set(own, number)
    this.#words.push(own)
    const shelf = own.slice(0, SHELF_CHARS)
    const there = this.#shelves.get(shelf)
    if (there) there.push(number)
    else this.#shelves.set(shelf, [number])
    if (number >= this.#letters.length) this.#makeRoom()
    this.#letters[number] = lettersOf(own)
    this.#lengths[number] = own.length
    return number
  }

  #makeRoom(): void {
    const letters = new Int32Array(2 * this.#letters.length)
    letters.set(this.#letters)
    this.#letters = letters
    const lengths = new Uint8Array(letters.length)
    lengths.set(this.#lengths)
    this.#lengths = lengths
  }
}
