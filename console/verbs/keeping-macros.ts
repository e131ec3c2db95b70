// Keeping and removing macros. Part of the settings' bundle. Partners: facts/macros.ts, screens/settings/macro-editor.tsx.

import type { Macro, MacroFields } from '../../protocol/desk/macros.ts'
import { dropMacro, keepMacro } from '../facts/macros.ts'
import { ask } from '../line/line.ts'

/** @throws Refused, which stands in the form. */
export async function saveMacro(known: Macro | undefined, macro: MacroFields): Promise<Macro> {
  const of = known && { macroId: known.id, version: known.version }
  const saved = (await ask('macro.save', { ...of, macro })).macro
  keepMacro(saved)
  return saved
}

/** @throws Refused, which stands in the form. */
export async function removeMacro(macroId: string): Promise<void> {
  await ask('macro.remove', { macroId })
  dropMacro(macroId)
}
