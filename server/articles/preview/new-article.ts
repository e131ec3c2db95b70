// What a new article begins with: a draft, for its words are still to be written. Where people asked and none answered
// (the console's report), their question is in it. Partner: ../front-matter.ts, which says what stands there.

/** Of a title, and of a name that people can still read out. */
const TITLE_MAX_CHARS = 160
const SLUG_MAX_CHARS = 60

export function newArticle(question: string, day: string): { slug: string; text: string } {
  const title = (question.charAt(0).toUpperCase() + question.slice(1)).slice(0, TITLE_MAX_CHARS)
  return {
    slug: slugOf(question),
    text: `---
title: ${quoted(title)}
description: 
order: 100
questions:
  - ${quoted(question)}
updated: ${day}
draft: true
---

`,
  }
}

/** What JSON writes is right YAML, whatever people typed. */
const quoted = (text: string) => (text ? JSON.stringify(text.toWellFormed()) : '')

/** Letters that an address has none for are left out; where no others are, the editor names the file. */
function slugOf(question: string): string {
  const plain = question.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const words = plain.match(/[a-z0-9]+/g) ?? []
  return words.join('-').slice(0, SLUG_MAX_CHARS).replace(/-$/, '')
}
