// The words of an account merge where its ticket is read.

export const merge = {
  review: 'Merge review',
  label: 'Account merge',
  look: 'Look at both accounts',
  openReview: 'Open the review',
  into: 'goes into',
  runsIn: (left: string) => `The host is asked in ${left}`,
  runsNow: 'The host is about to be asked',
} as const
