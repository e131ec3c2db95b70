// The words of the look: name, logo, colour, greeting.

export const brand = {
  notRead: 'The look could not be read',
  preview: 'As contacts see it',
  previewHelp: 'Help center',
  previewWidget: 'Widget',
  ownGreeting: 'Hi Maya',
  ownName: 'Help center',
  ownTitle: 'How can we help?',
  search: 'Search for help',
  write: 'Write to us',
  words: 'Words',
  name: 'Name of the help center',
  nameHint: 'At the top of each of its pages and in their titles. Empty: “Help center”.',
  greeting: 'Greeting',
  greetingHint:
    'The first words of the widget and of the help center, in the language of your articles. Empty: the widget greets by first name.',
  colour: 'Colour',
  colourHint:
    'Buttons, links and the launcher. Open widgets keep theirs until the page is loaded anew; new pages have it within five minutes. A host that sets a colour itself goes before it.',
  accent: 'Accent',
  pick: 'Pick a colour',
  own: 'Our green',
  noColour: 'Write # and six digits, as #0b6b5d.',
  onIt: (colour: 'white' | 'black', ratio: string) => `Text on it is ${colour}: ${ratio} to 1.`,
  seen: (light: string, dark: string) =>
    `Against a light page ${light} to 1, against a dark one ${dark} to 1.`,
  hardToSee: (where: 'light' | 'dark' | 'both') =>
    where === 'both'
      ? 'Buttons will be hard to see: 3 to 1 is the least.'
      : `Buttons will be hard to see on a ${where} page: 3 to 1 is the least.`,
  logo: 'Logo',
  logoHint:
    'Beside the name in the help center, 28 pixels high. PNG, JPEG, GIF or WebP up to 2 MB; it is made small.',
  choose: 'Choose a picture …',
  remove: 'Remove',
  noLogo: 'Our sign',
  logoKept: 'The logo is there',
  logoGone: 'Our sign is back',
  logoNotKept: 'The logo was not kept.',
  saved: 'The look is saved',
  notSaved: 'It was not saved.',
  untouched: 'Nothing was changed here yet.',
} as const
