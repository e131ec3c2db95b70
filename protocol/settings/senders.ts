// What the name of a letter's sender may hold, and where answers may go: judged alike where it is typed and where it is kept. Partners:
// server/settings/mail.ts, console/screens/settings/mail.tsx.

/** Marks of an address, and what nobody sees: control characters, and those that turn the direction of what stands beside them. */
const NO_NAME = /[@<>"\\\p{Cc}\u2028\u2029\p{Default_Ignorable_Code_Point}\p{Bidi_Control}]/u

export const mayBeName = (name: string): boolean => !NO_NAME.test(name)

/** Whether it is an address of this very domain, not of one below it; what stands before the @ the server judges. */
export function isAt(address: string, domain: string): boolean {
  const [local, of, ...more] = address.trim().split('@')
  return !!local && !/\s/.test(local) && of?.toLowerCase() === domain && more.length === 0
}
