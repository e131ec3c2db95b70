// What browsers get of MiniSearch. Called by build.mjs.

import { readFile } from 'node:fs/promises'

/**
 * MiniSearch is one class, which no bundler shakes. Browsers load an index and ask it: the methods that change one
 * are left out. A method that is not there any more fails the build, so that an upgrade is looked at.
 */
export function askingMiniSearch() {
  const unused = `
    add addAll addAllAsync addTerm addDocumentId addFieldLength saveStoredFields remove removeAll removeTerm
    removeFieldLength discard discardAll replace warnDocumentChanged maybeAutoVacuum vacuum conditionalVacuum
    vacuumConditionsMet getStoredFields autoSuggest toJSON executeWildcardQuery clear delete update forEach values
    fuzzyGet keys fetch has set atPrefix entries`
  const prefixed = [
    ...[
      'get isVacuuming',
      'get dirtCount',
      'get dirtFactor',
      'get termCount',
      'get size',
      'async performVacuuming',
    ],
    ...[
      'static fromObject',
      'static from',
      'static getDefault',
      'static loadJSON',
      'static loadJS',
      'static instantiateMiniSearch',
      'get documentCount',
    ],
    ...['static async loadJSONAsync', 'static async loadJSAsync'],
  ]
  const left = (field) => [`this._${field};`, '']
  const elsewhere = [
    ['new SearchableMap()', 'null'],
    ['if (query.prefix)', 'if (false)'],
    ['if (query.fuzzy)', 'if (false)'],
    ['if (prefixMatches)', 'if (false)'],
    ['if (fuzzyMatches)', 'if (false)'],
    ['(options.autoVacuum == null || options.autoVacuum === true) ? defaultAutoVacuumOptions : ', ''],
    ['{ ...defaultAutoSuggestOptions, ...(options.autoSuggestOptions || {}) }', '0'],
    ['this.removeTerm(fieldId, docId, derivedTerm);', ''],
    ['Object.assign(result, this._storedFields.get(docId));', ''],
    ['query === MiniSearch.wildcard && searchOptionsWithDefaults.boostDocument == null', 'false'],
    ['if (query === MiniSearch.wildcard)', 'if (false)'],
    ["if (typeof query !== 'string')", 'if (false)'],
    ["MiniSearch.wildcard = Symbol('*');", ''],
    ...['idToShortId = new Map()', 'fieldLength = new Map()', 'nextId = 0', 'dirtCount = 0'].map(left),
    ...['currentVacuum = null', 'enqueuedVacuum = null'].map(left),
    ...['enqueuedVacuumConditions = defaultVacuumConditions', 'documentIds = new Map()'].map(left),
  ]
  const methods = [...unused.trim().split(/\s+/), ...prefixed]
  return {
    name: 'asking-minisearch',
    setup(build) {
      build.onLoad({ filter: /minisearch\/dist\/es\/index\.js$/ }, async ({ path }) => {
        let contents = await readFile(path, 'utf8')
        for (const method of methods) {
          const begins = new RegExp(`^    ${method}\\(`, 'm')
          if (!begins.test(contents))
            throw new Error(
              `MiniSearch has no method “${method}” any more; look at protocol/search/build.mjs.`,
            )
          // Its map of terms has some of the same names.
          for (let start = contents.search(begins); start >= 0; start = contents.search(begins)) {
            const end = contents.indexOf('\n    }\n', start)
            contents = contents.slice(0, start) + contents.slice(end + '\n    }\n'.length)
          }
        }
        // The terms are ours (protocol/search/sections.ts), and so are slips and beginnings.
        for (const [what, without] of elsewhere) {
          if (!contents.includes(what))
            throw new Error(`MiniSearch has no “${what}” any more; look at protocol/search/build.mjs.`)
          contents = contents.replaceAll(what, without)
        }
        return { contents, loader: 'js' }
      })
    },
  }
}
