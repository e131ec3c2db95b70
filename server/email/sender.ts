// Who letters come from. The address is the operator's alone: mail servers judge it, and answers to proofs and merges go there. The
// name beside it may be an admin's. Partner: settings/mail.ts.

/** `name` may be empty. */
export interface Sender {
  name: string
  address: string
}

/** A name and <an address>, or an address. */
const WRITTEN = /^(?:"?(?<name>[^"<>@]*?)"?\s*<(?<named>[^<>\s@]+@[^<>\s@]+)>|(?<bare>[^<>\s@]+@[^<>\s@]+))$/u

export function senderIn(text: string): Sender | undefined {
  const { name = '', named, bare } = WRITTEN.exec(text.trim())?.groups ?? {}
  const address = named ?? bare
  return address === undefined ? undefined : { name: name.trim(), address }
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
