// The words of an agent's preferences.

export const preferences = {
  list: 'The list',
  density: 'Rows',
  densityHint: 'How much of each ticket the list shows.',
  comfortable: 'Comfortable',
  compact: 'Compact',
  columns: 'Columns',
  columnsHint:
    'What stands in each row beside name, subject and time. Compact rows have no room for the last message and pictures.',
  column: {
    number: 'Number',
    snippet: 'Last message',
    promise: 'Promised time',
    assignee: 'Assignee',
    priority: 'Priority',
    cause: 'Tracker',
    rating: 'Rating',
    state: 'State, unless open',
  },
  alerts: 'When a contact writes',
  alertsHint: 'Only for tickets that are yours or nobody’s.',
  sound: 'Play a sound',
  notifications: 'Show a notification of the browser',
  notificationsHint: 'While you look at something else. The browser asks you once.',
  away: 'Away',
  awayHint:
    'No ticket comes to you by turns, and there is neither sound nor notification, whatever stands above. On all of your devices.',
  writing: 'Writing',
  undoSend: 'Undo send',
  undoSendHint:
    'A reply waits ten seconds before it goes out, with a way to take it back. Closing the page sends it at once.',
  keyboard: 'Keyboard',
  letters: 'Single-letter shortcuts',
  lettersHint: 'Switch them off if you dictate. “?” lists them.',
  picture: 'Your picture',
  pictureHint: 'Beside what you write. Contacts see it, too.',
  choose: 'Choose a picture …',
  remove: 'Remove it',
  device: 'Kept in this browser, for you alone; your picture, and that you are away, go with your log-in.',
} as const
