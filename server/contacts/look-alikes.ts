// Letters that people take for others. Only for warnings to agents: nothing is ever decided by it.
// A short table of what is seen in addresses, not the whole of Unicode's confusables.

/** Each letter, and what is taken for it. Lower case only. */
const TAKEN_FOR = {
  a: 'аαɑ',
  b: 'ьƅ',
  c: 'сϲ',
  d: 'ԁ',
  e: 'еҽ',
  g: 'ɡ',
  h: 'һ',
  i: 'іıι1lӏ|',
  j: 'јϳ',
  k: 'кκ',
  n: 'п',
  o: 'оοօ0',
  p: 'рρ',
  q: 'ԛ',
  r: 'г',
  s: 'ѕ5',
  t: 'тτ',
  u: 'υս',
  v: 'νѵ',
  w: 'ԝω',
  x: 'хχ',
  y: 'уγ',
  z: 'ᴢ2',
}
const READ_AS = new Map(
  Object.entries(TAKEN_FOR).flatMap(([letter, others]) =>
    [...others].map((other) => [other, letter] as const),
  ),
)

/** Pairs that melt into one letter in many fonts; l stands as i by then. */
const MELTING: [RegExp, string][] = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/ci/g, 'd'],
]

export function lookLikeEachOther(one: string, other: string): boolean {
  return one !== other && skeleton(one) === skeleton(other)
}

/** The alphabets of its letters; digits and signs belong to all. */
export function scriptsOf(text: string): string[] {
  const present = SCRIPTS.filter(([, letters]) => letters.test(text)).map(([name]) => name)
  return /\p{L}/u.test(text.replace(KNOWN_LETTERS, '')) ? [...present, 'other'] : present
}

const SCRIPTS: [string, RegExp][] = [
  ['Latin', /\p{Script=Latin}/u],
  ['Cyrillic', /\p{Script=Cyrillic}/u],
  ['Greek', /\p{Script=Greek}/u],
  ['Armenian', /\p{Script=Armenian}/u],
  ['Cherokee', /\p{Script=Cherokee}/u],
]
const KNOWN_LETTERS =
  /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/gu

function skeleton(text: string): string {
  // Accents go: é is read as e by whoever does not look twice.
  const bare = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '')
  const latin = [...bare].map((letter) => READ_AS.get(letter) ?? letter).join('')
  return MELTING.reduce((shape, [pair, letter]) => shape.replace(pair, letter), latin)
}
