// A field of a form, with its look: only bundles that come on demand show one.

import look from '../../../ui/form-field.css'
import { adopt } from '../../styles.ts'

adopt(look)

export { FormFieldView } from '../../../ui/form-field.tsx'
