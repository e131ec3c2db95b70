// The words of putting a ticket aside; of choosing until when: snooze-dialog.ts.

export const snooze = {
  label: 'Snooze',
  until: (when: string) => `Until ${when}`,
  untilLong: (when: string) => `Snoozed until ${when}`,
  untilReplyLong: 'Snoozed until the contact writes',
} as const
