// ticket-types.yaml, read and checked once, at start: a server with a form that nobody can send does not begin its work.
// Each fault is told with its line, what is wrong there and what may stand there. Partner: faults.ts, which finds them.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { NO_FILE, type TypesFile } from '../../protocol/settings/type-entries.ts'
import { CannotStart } from '../errors.ts'
import { faultsOfTypes } from './faults.ts'

export const FILE_NAME = 'ticket-types.yaml'

interface TypeFault {
  /** From 1. */
  line: number
  reason: string
}

/** @throws CannotStart with one line for each fault */
export async function readTicketTypes(articlesDir: string): Promise<TypesFile> {
  const path = join(articlesDir, FILE_NAME)
  const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    // Where articlesDir is no folder, whoever reads the articles says so.
    if (cause.code === 'ENOENT' || cause.code === 'ENOTDIR') return null
    throw new CannotStart(
      `${path} cannot be read: ${cause.message}. Let this account read it, and the folder that it is in.`,
      { cause },
    )
  })
  if (text === null) return NO_FILE
  const { file, faults } = checkTicketTypes(text)
  if (file) return file
  throw new CannotStart(
    [
      `${path} is not right:`,
      ...faults.map(({ line, reason }) => `  - line ${line}: ${reason}`),
      'Mend it and start again. docs/ticket-types.md lists what may stand there.',
    ].join('\n'),
  )
}

export function checkTicketTypes(text: string): { file?: TypesFile; faults: TypeFault[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number) => lines.linePos(offset).line
  const broken = [...document.errors, ...document.warnings]
  if (broken.length > 0) {
    return {
      faults: broken.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        reason: `This is not valid YAML: ${message}. Put a value with a colon, a # or a bracket in it into quotation marks.`,
      })),
    }
  }
  const value: unknown = document.toJS()
  const found = faultsOfTypes(value)
  if (found.length === 0) return { file: value as TypesFile, faults: [] }
  const faults = found.map(({ path, reason }) => ({ line: lineAt(offsetOf(path)), reason }))
  return { faults: faults.sort((one, other) => one.line - other.line) }

  /** The key of the path's end where it has one; else its nearest part that is there. */
  function offsetOf(path: (string | number)[]): number {
    for (let length = path.length; length > 0; length--) {
      const parent = length > 1 ? document.getIn(path.slice(0, length - 1), true) : document.contents
      const last = path[length - 1]
      const pair = isMap(parent)
        ? parent.items.find(({ key }) => isScalar(key) && key.value === last)
        : undefined
      if (isScalar(pair?.key) && pair.key.range) return pair.key.range[0]
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return node.range[0]
    }
    return 0
  }
}
