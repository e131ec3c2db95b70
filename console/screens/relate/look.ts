// The look of what says how tickets stand to each other, once, whichever of it comes first.

import relateLook from '../../look/relate.css'
import { adopt } from '../../styles.ts'

adopt(relateLook)
