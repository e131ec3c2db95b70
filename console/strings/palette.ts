// The words of the palette, which come with it; its name is among the commands.

export const palette = {
  label: 'Command palette: actions, tickets, contacts, articles, macros',
  hint: 'What would you like to do or find?',
  list: 'Choices',
  none: 'Nothing fits. Try other words.',
  asking: 'Searching …',
  onTicket: (number: number, subject: string) => `#${number} ${subject}`,
  groups: {
    do: 'Actions',
    ticket: 'This ticket',
    go: 'Go to',
    desk: 'Desk',
    tickets: 'Tickets',
    contacts: 'Contacts',
    macros: 'Macros',
    articles: 'Articles',
  },
  searchFor: (query: string) => `Search all tickets for “${query}”`,
  ticketsOf: 'All of their tickets',
  notOpened: 'The article could not be opened.',
} as const
