// The words of choosing tickets and of doing something to all of them.

const are = (count: number) => (count === 1 ? 'is' : 'are')

export const bulk = {
  select: (number: number) => `Select #${number}`,
  label: 'Selected tickets',
  selected: (count: number) => `${count} selected`,
  all: 'All',
  allOf: 'Select all of the view',
  none: 'Select none',
  assign: 'Assign',
  assignTitle: (tickets: string) => `Assign ${tickets}`,
  solve: 'Solve',
  solved: (tickets: string, count: number) => `${tickets} ${are(count)} solved.`,
  assigned: (tickets: string, count: number, name: string) => `${tickets} ${are(count)} assigned to ${name}.`,
  handedOver: (tickets: string, count: number, team: string) =>
    `${tickets} ${are(count)} with the team ${team} now.`,
  snoozed: (tickets: string, count: number, when: string | null) =>
    when
      ? `${tickets} ${are(count)} snoozed until ${when}.`
      : `${tickets} ${are(count)} snoozed until ${count === 1 ? 'the contact writes' : 'their contacts write'}.`,
} as const
