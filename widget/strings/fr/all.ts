// The words in French, whole: what the tests see. Bundles take them file by file.

import type { Words } from '../words.ts'
import * as after from './after.ts'
import * as alerts from './alerts.ts'
import * as attach from './attach.ts'
import * as beside from './beside.ts'
import * as form from './form.ts'
import * as message from './message.ts'
import * as panel from './panel.ts'
import * as proofs from './proofs.ts'

export const words: Words = { after, alerts, attach, beside, form, message, panel, proofs }
