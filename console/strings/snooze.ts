// The words of putting a ticket aside; of choosing until when: snooze-dialog.ts.

export const snooze = {
  label: 'Snooze',
  until: (when: string) => `Until ${when}`,
  untilLong: (when: string) => `Snoozed until ${when}`,
  untilReplyLong: 'Snoozed until the contact writes',
  done: (number: number, when: string | null, name: string) =>
    when
      ? `#${number} is snoozed until ${when}.`
      : `#${number} is snoozed until ${name.split(' ')[0] ?? name} writes.`,
  ended: (number: number) => `#${number} is back at the desk.`,
  notDone: (number: number) => `#${number} was not snoozed.`,
  notEnded: (number: number) => `#${number} is still snoozed.`,
} as const
