// Why a code or a merge was refused. In the bundles of both, so that everybody else's panel does not carry the sentences.

import { refusals } from './screens/frame.tsx'
import * as p from './strings/en/proofs.ts'

Object.assign(refusals, p.refusals)
