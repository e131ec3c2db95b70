// An article to begin with where people asked and none answered: a file that the editor puts into the folder of a collection. A draft, for
// its words are still to be written. Partner: server/articles/front-matter.ts, which says what stands in it.

/** Of a title, and of a file's name that people can still read out. */
const TITLE_MAX_CHARS = 160
const SLUG_MAX_CHARS = 60

export function newArticle(question: string, today: Date): { name: string; address: string } {
  const title = question.charAt(0).toUpperCase() + question.slice(1)
  // What JSON writes is right YAML, whatever people typed.
  const text = `---
title: ${JSON.stringify(title.slice(0, TITLE_MAX_CHARS).toWellFormed())}
description: What you know after reading, in one plain sentence.
order: 10
questions:
  - ${JSON.stringify(question)}
updated: ${today.toISOString().slice(0, 10)}
draft: true
---

One or two sentences that answer the question straight away.
`
  return {
    name: `${slugOf(question)}.md`,
    address: `data:text/markdown;charset=utf-8,${encodeURIComponent(text)}`,
  }
}

/** Letters that an address has none for are left out; where no others are, the editor names the file. */
function slugOf(question: string): string {
  const plain = question.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.match(/[a-z0-9]+/g) ?? ['new', 'article']
  return words.join('-').slice(0, SLUG_MAX_CHARS).replace(/-$/, '')
}
