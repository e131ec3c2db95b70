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

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  const words = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words
}
