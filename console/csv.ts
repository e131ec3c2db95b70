// Rows as a file that spreadsheets open (RFC 4180). What a contact or a reader wrote may begin like a formula; it must stay words.

import { saveFile } from '../ui/save-file.ts'

export type Cell = string | number | null

export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')
}

/** Saved by the browser, as if it had been fetched. */
export function download(name: string, rows: readonly (readonly Cell[])[]): void {
  // With the mark by which spreadsheets know the encoding.
  saveFile(new Blob(['\ufeff', csvOf(rows)], { type: 'text/csv;charset=utf-8' }), name)
}

/**
 * Where a formula may begin: at the beginning of a cell, in full width too, and behind what another desk's spreadsheet takes for the
 * comma: a semicolon, in most of Europe, or a tab.
 */
const FORMULA = /(^|[;\t\r\n] *)(?=[=+\-@\t\r＝＋－＠])/g

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const words = cell.replace(FORMULA, "$1'")
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words
}
