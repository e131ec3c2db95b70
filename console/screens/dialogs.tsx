// What opens over the desk, never two at once: one bundle, which on-demand.tsx fetches as soon as the desk is there.

import choicesLook from '../look/choices.css'
import paletteLook from '../look/palette.css'
import '../strings/dialog-reasons.ts'
import { adopt } from '../styles.ts'
import { AssignDialog } from './arrange/assign-dialog.tsx'
import { WhereGone } from './arrange/gone.tsx'
import { PriorityDialog } from './arrange/priority-dialog.tsx'
import { SnoozeDialog } from './arrange/snooze-dialog.tsx'
import { TagsDialog } from './arrange/tags-dialog.tsx'
import { LogOutDialog } from './list/log-out-dialog.tsx'
import { OpeningDialog } from './opening/opening-dialog.tsx'
import { KeysDialog } from './parts/keys-dialog.tsx'
import { CauseDialog } from './relate/cause-dialog.tsx'
import { LinkDialog } from './relate/link-dialog.tsx'
import { MergeDialog } from './relate/merge-dialog.tsx'
import { SplitDialog } from './relate/split-dialog.tsx'
import { UpdateDialog } from './relate/update-dialog.tsx'
import { Palette } from './search/palette.tsx'
import { AnswersDialog } from './thread/answers-dialog.tsx'
import { ViewDialog } from './views/view-dialog.tsx'
import { ViewsSheet } from './views/views-sheet.tsx'

adopt(choicesLook, paletteLook)

export function Dialogs() {
  return (
    <>
      <KeysDialog />
      <Palette />
      <AnswersDialog />
      <SnoozeDialog />
      <TagsDialog />
      <PriorityDialog />
      <AssignDialog />
      <LinkDialog />
      <CauseDialog />
      <MergeDialog />
      <SplitDialog />
      <UpdateDialog />
      <OpeningDialog />
      <ViewDialog />
      <ViewsSheet />
      <LogOutDialog />
      <WhereGone />
    </>
  )
}
