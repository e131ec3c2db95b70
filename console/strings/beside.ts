// The words of who else is at a ticket.

export const beside = {
  looks: (name: string) => `${name} has this ticket open`,
  writes: (name: string) => `${name} is writing a reply`,
  writing: (names: readonly string[]) =>
    `${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} writing a reply`,
} as const
