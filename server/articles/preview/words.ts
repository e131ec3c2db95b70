// The sentences around a previewed article. Editors read them, in English as the console is.

export const words = {
  title: 'Articles',
  sign: 'Preview',
  viewingAs: 'Viewing as',
  anybody: 'anybody',
  signedIn: 'somebody logged in',
  fields: 'View this article as',
  notKnown: 'not known',
  /** A value that no condition names. */
  another: '(another)',
  reader: 'reader',
  locale: 'locale',
  show: 'Show',
  asksNothing: 'It reads the same for everybody.',
  all: 'All articles',
  edit: 'Edit',
  public: 'Public page',
  draft: 'Draft: no reader sees it.',
  from: (at: string) => `No reader sees it before ${at}.`,
  until: (at: string) => `Readers see it until ${at}.`,
  since: (at: string) => `No reader sees it since ${at}.`,
  forSome: (audience: string) =>
    audience === 'verified' ? 'For people who are logged in.' : `For people with ${audience}.`,
  mayRead: 'This reader may read it.',
  mayNotRead: 'This reader may not read it, and finds no trace of it.',
  review: 'Somebody who knows must still confirm it.',
  broken: 'Not in order; no earlier version stands in for it. What is named here is missing for its readers:',
  standsIn: 'Not in order, so this is the last good version:',
  problems: (count: number) => (count === 1 ? '1 file is not in order' : `${count} places are not in order`),
  intro:
    'Every article as its readers would see it, drafts and articles for some readers too. Each names its file; what is saved there shows up here by itself.',
  desk: 'To the console',
  none: 'There are no articles in the folder yet.',
  missing: (slug: string) => `There is no article “${slug}” in the folder, or its file cannot be read.`,
  tags: {
    draft: 'draft',
    later: 'not yet',
    over: 'no longer',
    broken: 'not in order',
    verified: 'logged in',
    review: 'to confirm',
  },
  writing: {
    begin: 'New article',
    title: (file: string) => `Edit ${file}`,
    source: 'The file',
    shown: 'As readers will see it',
    collection: 'Collection',
    slug: 'Name in the address',
    slugHint: 'Small letters, digits and hyphens, such as late-arrival. It stays when the title changes.',
    hint: 'Every open widget has it a second after you publish. How articles are written: articles/README.md.',
    readOnly:
      'This server may not write into its folder of articles, so nothing can be published from here. Change the file where the folder comes from; you can still try out a change here.',
    noPlace:
      'There is no collection yet. Make one in the articles’ folder first: articles/README.md says how.',
    preview: 'Preview',
    /** For the script, which fills them in. */
    said: {
      looking: 'Looking …',
      fine: 'In order.',
      same: 'Nothing was changed.',
      wrong: 'Not in order:',
      line: 'Line',
      publish: 'Publish',
      saveDraft: 'Save draft',
      writing: 'Saving …',
      published: 'Published: readers have it.',
      saved: 'Saved. While it says draft: true, no reader sees it.',
      today: 'Set “updated” to today',
      lost: 'No answer from the server. What you typed stays here; try again.',
      loggedOut:
        'Your log-in has ended. What you typed stays in this browser: log in to the console in another tab, then publish.',
      changed:
        'Somebody has changed this file since you opened it. What you typed stays here; look at theirs in the preview.',
      over: 'Publish mine over it',
      restored: 'What you had typed here is back.',
      discard: 'Take the file as it is',
    },
    template: (day: string) => `---
title: 
description: 
order: 100
updated: ${day}
draft: true
questions:
  - 
---

`,
  },
  gate: {
    title: 'Log in to see the preview',
    text: 'Drafts and articles for some readers are for agents and editors only. Log in to the console, and you come back here.',
    action: 'Log in',
  },
}
