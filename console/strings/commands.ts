// Names of what an agent can do, where no button has them already. On the sheet of keys and in the palette they stand
// alone: each says what it does.

export const commands = {
  next: 'Next ticket',
  previous: 'Previous ticket',
  open: 'Open it',
  select: 'Select it, or not',
  selectAll: 'Select all of the view',
  reply: 'Reply',
  note: 'Write a note',
  solveOrReopen: 'Solve or reopen',
  assignToMe: 'Assign to me',
  assignTo: (name: string) => `Assign to ${name}`,
  assignToNobody: 'Assign to nobody',
  snooze: 'Snooze, or take it back',
  tags: 'Tags',
  priority: 'Priority',
  link: 'Link it with another ticket',
  review: 'Review the merge',
  foldContact: 'Show or hide the contact',
  goTo: (view: string) => `Go to ${view}`,
  settings: (page: string) => `Settings: ${page}`,
  sound: (on: boolean) => `Switch the sound ${on ? 'off' : 'on'}`,
  notifications: (on: boolean) => `Switch browser notifications ${on ? 'off' : 'on'}`,
  away: (away: boolean) => (away ? 'Back: no longer away' : 'Away: be quiet'),
  keys: 'These shortcuts',
  newTicket: 'New ticket for a contact',
} as const
