// Row by row of the attacks on address fields: lists, quotes, headers smuggled by line breaks, and letters that
// become another address once somebody normalises them.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ADDRESS_MAX_CHARS } from '../../protocol/limits.ts'
import { addressWarnings, maskAddress, parseAddress, sameAddress } from '../../server/contacts/address.ts'

describe('parseAddress', () => {
  it.each([
    ['maya.lindqvist@northfield.edu', 'maya.lindqvist@northfield.edu'],
    ['  maya@northfield.edu\n', 'maya@northfield.edu'],
    ['Maya.Lindqvist@NorthField.EDU', 'Maya.Lindqvist@northfield.edu'],
    ["o'brien+rotations@mail.example", "o'brien+rotations@mail.example"],
    ['leo@münchen.example', 'leo@xn--mnchen-3ya.example'],
    ['leo@MÜNCHEN.example', 'leo@xn--mnchen-3ya.example'],
    ['josé@mail.example', 'josé@mail.example'],
    ['jose\u0301@mu\u0308nchen.example', 'josé@xn--mnchen-3ya.example'],
    ['x_1-2@a.b-c.co', 'x_1-2@a.b-c.co'],
  ])('takes %j', (written, address) => {
    expect(parseAddress(written)).toBe(address)
  })

  it.each([
    // more than one
    'a@school.edu, b@evil.com',
    'a@school.edu,b@evil.com',
    'a@school.edu;b@evil.com',
    'a@school.edu b@evil.com',
    'a@school.edu@evil.com',
    'students:a@school.edu;',
    // more than an address
    'Maya <maya@school.edu>',
    '<maya@school.edu>',
    'maya@school.edu (Maya)',
    'maya(comment)@school.edu',
    '"a@school.edu, b"@evil.com',
    '"maya"@school.edu',
    'maya\\@evil@school.edu',
    'mailto:maya@school.edu',
    // headers and commands
    'a@school.edu\r\nBcc: b@evil.com',
    'a@school.edu\nb@evil.com',
    'a\r\n@school.edu',
    'a\u0000@school.edu',
    'a@school.edu\u0000',
    'a\u007f@school.edu',
    'a@school.edu\u2028Bcc: b@evil.com',
    'a@school.edu\u0085b',
    '`id`@school.edu',
    'a|b@school.edu',
    // other routes of old mail routers
    'a%evil.com@school.edu',
    'evil.com!a@school.edu',
    '@evil.com:a@school.edu',
    // what normalisation would make of it
    'victim@school.edu＠evil.com',
    'victim＠school.edu',
    'victim﹫school.edu',
    'vi\u212Atim@school.edu',
    'vi\u017Ftim@school.edu',
    'a@s\u212Aool.edu',
    'a@ｓchool.edu',
    'a@school。edu',
    'a@school．edu',
    'a@school｡edu',
    'a＜b@school.edu',
    'a，b@school.edu',
    'a\uFF0Cb@school.edu',
    'ﬁ@school.edu',
    'a@school.edu\u2100',
    'jo\u017Fe\u0301@mail.example',
    'a\u0338@school.edu\uFF20evil.com',
    '=\u0338@school.edu',
    // invisible
    'ma\u00ADya@school.edu',
    'ma\u200Bya@school.edu',
    'maya@sch\u00ADool.edu',
    'maya@sch\u200Dool.edu',
    'maya\u202E@school.edu',
    '\u2066maya@school.edu',
    'maya\uFE0F@school.edu',
    'maya\u115F@school.edu',
    // not a name of a mail server
    'maya',
    '@school.edu',
    'maya@',
    'maya@localhost',
    'maya@school',
    'maya@.edu',
    'maya@school..edu',
    'maya@school.edu.',
    'maya@-school.edu',
    'maya@school-.edu',
    'maya@sch_ool.edu',
    'maya@127.0.0.1',
    'maya@[127.0.0.1]',
    'maya@0x7f.1',
    'maya@2130706433',
    'maya@school.edu:25',
    'maya@school.edu/x',
    'maya@evil.com#school.edu',
    'maya@ex%61mple.com',
    'maya@xn--a.edu',
    'maya@\u0338school.edu',
    // dots where none may be
    '.maya@school.edu',
    'maya.@school.edu',
    'ma..ya@school.edu',
    '\u0301maya@school.edu',
    'ma ya@school.edu',
    '',
    ' ',
    `${'a'.repeat(65)}@school.edu`,
    // 66 bytes
    `${'é'.repeat(33)}@school.edu`,
    `a@${'b'.repeat(64)}.edu`,
    `a@${'b.'.repeat(126)}edu`,
  ])('refuses %j', (written) => {
    expect(parseAddress(written)).toBeUndefined()
  })

  it('takes 254 characters and not one more', () => {
    const domain = `${'b'.repeat(62)}.${'c'.repeat(62)}.${'d'.repeat(59)}.edu`
    const longest = `${'a'.repeat(ADDRESS_MAX_CHARS - 1 - domain.length)}@${domain}`
    expect(longest).toHaveLength(ADDRESS_MAX_CHARS)
    expect(parseAddress(longest)).toBe(longest)
    expect(parseAddress(longest.replace('.edu', 'e.edu'))).toBeUndefined()
  })

  it('gives one address that stays itself, whatever is typed', () => {
    const pieces = fc.constantFrom(
      ...'aZ9.+@-_ ,;:<>()"\\%!\r\n\u0000＠﹫。KſéñЅ\u200B\u0301'.split(''),
      'evil.com',
      'school.edu',
    )
    const typed = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.array(pieces, { maxLength: 20 }).map((all) => all.join('')),
    )
    let taken = 0
    fc.assert(
      fc.property(typed, (text) => {
        const address = parseAddress(text)
        if (address === undefined) return
        taken++
        expect(address.split('@')).toHaveLength(2)
        expect(address).toBe(address.normalize('NFKC'))
        expect(address).not.toMatch(/[\s,;:<>()"\\%!\p{C}]/u)
        expect(parseAddress(address)).toBe(address)
      }),
      { numRuns: 8_000, seed: 7, examples: [['Maya@School.EDU']] },
    )
    expect(taken).toBeGreaterThan(0)
  })

  it('reads a megabyte of nonsense at once', () => {
    const begun = performance.now()
    for (const nonsense of ['a.', '.', 'a', '@', 'é', '\u0301', 'a@b.'])
      parseAddress(nonsense.repeat(500_000))
    parseAddress(`${'a'.repeat(200)}!${'.a'.repeat(20)}`)
    expect(performance.now() - begun).toBeLessThan(5_000)
  })
})

describe('sameAddress', () => {
  it.each([
    ['maya@School.edu', 'maya@school.edu', true],
    ['jose\u0301@mail.example', 'josé@mail.example', true],
    ['leo@münchen.example', 'leo@xn--mnchen-3ya.example', true],
    ['Maya@school.edu', 'maya@school.edu', false],
    ['m.aya@school.edu', 'maya@school.edu', false],
    ['maya+x@school.edu', 'maya@school.edu', false],
    ['maya@school.edu', 'maya@school.example', false],
  ])('%s and %s: %s', (one, other, same) => {
    expect(sameAddress(one, other)).toBe(same)
    expect(sameAddress(other, one)).toBe(same)
  })
})

describe('addressWarnings', () => {
  it('says nothing about two plain addresses', () => {
    expect(addressWarnings('leo.okafor@mail.example', 'l.okafor@northfield.edu')).toEqual([])
  })

  it.each([
    ['leo@mail.example', 'leo+two@northfield.edu', /tag after the “\+”/],
    ['leo@mail.example', 'leo+two@mail.example', /what follows a “\+”/],
    ['Leo@mail.example', 'leo@mail.example', /upper and lower case/],
    ['l.okafor@mail.example', 'lokafor@mail.example', /only in dots/],
    ['leo@northfield.edu', 'leo@northfie1d.edu', /look alike/],
    ['leo@northfield.edu', 'leo@nortnfield.edu', null],
    ['leo.morn@school.edu', 'leo.mom@school.edu', /look alike/],
    ['leo@school.edu', 'lео@school.edu', /look alike/],
    ['leo@school.edu', 'lео@school.edu', /different alphabets/],
    ['leo@school.edu', 'jose@xn--mnchen-3ya.example', /beyond a–z: münchen\.example/],
    ['leo@school.edu', 'leo@xn--schol-lye.edu', /different alphabets/],
    ['jose@mail.example', 'josé@mail.example', /look alike/],
    ['leo@school.edu', 'josé@mail.example', /letters beyond a–z before the @/],
  ])('%s and %s', (one, other, sentence) => {
    const warnings = addressWarnings(one, other).join('\n')
    if (sentence) expect(warnings).toMatch(sentence)
    else expect(warnings).toBe('')
  })
})

describe('maskAddress', () => {
  it.each([
    ['maya@school.edu', 'm•••@school.edu'],
    ['é@school.edu', 'é•••@school.edu'],
    ['no address', '•••'],
  ])('%s', (address, masked) => {
    expect(maskAddress(address)).toBe(masked)
  })
})
