// The file that `helpdock` is. On a Node that is too old it says so; the program could not, for what such a one lacks is found, and called a
// mistake in its text, before its first line runs. Partner: cli.ts.

const [major = 0, minor = 0] = numbersOf(process.versions.node)
const [leastMajor = 0, leastMinor = 0] = numbersOf(HELPDOCK_NODE)
if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
  process.stderr.write(
    `Helpdock needs Node ${HELPDOCK_NODE} or newer; this is ${process.versions.node} (${process.execPath}).\n`,
  )
  process.exit(1)
}
await import('./cli.ts')

function numbersOf(version: string): number[] {
  return version.split('.').map(Number)
}

export {}
