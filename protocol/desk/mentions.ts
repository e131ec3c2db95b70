// Agents who are named in a note, as “@Ines Moreau”. The text says it and nothing else does, so that what a reader sees and who
// is told are the same. Partners: server/tickets/mentions.ts, console/screens/thread/mention-picker.tsx.

/** Those of these people whom the text names. Of two names that begin alike the longer one is meant. */
export function mentionedIn<Person extends { name: string }>(
  text: string,
  people: readonly Person[],
): Person[] {
  const longestFirst = [...people].sort((a, b) => b.name.length - a.name.length)
  const named = new Set<Person>()
  let rest = text
  for (const person of longestFirst) {
    const written = `@${person.name}`
    if (!rest.includes(written)) continue
    named.add(person)
    rest = rest.replaceAll(written, ' ')
  }
  return people.filter((person) => named.has(person))
}
