// Every kind of letter that is written, by name, and what it is for: those about a conversation can be switched off, the others never
// (docs/decisions/0045-settings-that-were-files.md). For programs that must not carry the schemas; partner: mail-settings.ts.

export const LETTERS = {
  replies: 'conversation',
  received: 'conversation',
  transcript: 'conversation',
  guest_code: 'proof',
  merge_code: 'proof',
  merge_approved: 'merge',
  merge_stopped: 'merge',
  merge_rejected: 'merge',
  merge_hurried: 'merge',
  merge_returned: 'merge',
  merge_failed: 'merge',
  merge_completed: 'merge',
  merge_undo_asked: 'merge',
  merge_undo_refused: 'merge',
  merge_undone: 'merge',
  invitation: 'desk',
  endpoint_off: 'desk',
  test: 'desk',
} as const
export type Letter = keyof typeof LETTERS

/** Nothing is proved, decided or opened by them: an admin may switch them off, and answers to them may have an address. */
export const OPTIONAL_LETTERS = ['replies', 'received', 'transcript'] as const satisfies readonly Letter[]
export type OptionalLetter = (typeof OPTIONAL_LETTERS)[number]
