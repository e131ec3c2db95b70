// The words of a log-out that would delete something, which come with its dialog.

export const logOut = {
  title: 'Log out and delete what was not saved?',
  drafts: (count: number) =>
    count === 1
      ? 'One reply or note is on this device only: the server does not have it yet. Logging out deletes it.'
      : `${count} replies or notes are on this device only: the server does not have them yet. Logging out deletes them.`,
  anyway: 'Delete and log out',
} as const
