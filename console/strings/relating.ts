// The words of the dialogs that say how tickets stand to each other: they come with them.

export const relating = {
  find: 'Number or words',
  found: 'Tickets',
  none: 'No other ticket has all of these words.',
  asking: 'Searching …',
  offline: 'Finding others needs the connection.',
  linkTitle: (number: number) => `Link #${number} with`,
  linkHint: 'Agents see it at both tickets. Contacts never do.',
  ofContact: (name: string) => `Tickets of ${name}`,
} as const
