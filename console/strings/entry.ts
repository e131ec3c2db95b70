// The words of a page that cannot start.

export const boot = {
  unreachableTitle: 'The desk cannot be reached',
  unreachable: 'The server did not answer. Check your connection; this page tries again by itself.',
  outdatedTitle: 'This page is older than the server',
  outdated: 'The desk was updated while this page was open. Your drafts are kept.',
} as const
