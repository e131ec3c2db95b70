// The words of the sheet of keys, which come with it. The keys' own names are the commands'.

export const keysSheet = {
  title: 'Keyboard shortcuts',
  letters: 'Single-letter shortcuts',
  groups: {
    list: 'In the list',
    ticket: 'On a ticket',
    writing: 'While writing',
    anywhere: 'Anywhere',
  },
  send: 'Send the reply, save the note',
  sendAndSolve: 'Send it and solve',
  editLast: 'Edit your last message, from an empty box',
  insert: 'Insert a macro or an article, where a word begins',
  leave: 'Leave the box; the draft stays',
  or: 'or',
} as const
