// The words of how tickets stand to each other: in the contact's panel, and what was done.

export const relations = {
  related: 'Related tickets',
  link: 'Link a ticket',
  unlink: (number: number) => `Unlink #${number}`,
  linked: (number: number, other: number) => `#${number} and #${other} are linked.`,
  unlinked: (number: number, other: number) => `#${number} and #${other} are linked no more.`,
  notLinked: (number: number) => `#${number} was not linked.`,
  notUnlinked: (number: number) => `#${number} was not unlinked.`,
} as const
