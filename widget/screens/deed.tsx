// What the system wrote, in words. Those of a merge come with its bundle, for few have one.

import type { ActivityCode, MergeCode } from '../../protocol/entities.ts'
import { MergeSaid } from '../on-demand.tsx'
import * as t from '../strings/en/panel.ts'

type Code = ActivityCode | 'message.deleted'

export function Deed({ code, details }: { code: Code; details: Record<string, string> }) {
  return isOfMerge(code) ? <MergeSaid code={code} details={details} /> : <>{t.activity(code, details)}</>
}

const isOfMerge = (code: Code): code is MergeCode => code.startsWith('merge.')
