// In which order a view stands; on this device, where the view is not a saved one with an order of its own.

import type { TicketSort } from '../../../protocol/desk/filters.ts'
import { SortIcon } from '../../../ui/icons.tsx'
import { sortOf } from '../../list/views.ts'
import { strings } from '../../strings.ts'
import { sortBy } from '../../verbs/actions.ts'
import { Menu } from '../parts/menu.tsx'

const words = strings.saved

export function SortMenu({ view }: { view: string }) {
  const sort = sortOf(view)
  return (
    <Menu
      class="sort"
      label={words.sortLabel(sort)}
      title={words.sort}
      items={(Object.keys(words.sorts) as TicketSort[]).map((one) => ({
        label: words.sorts[one],
        checked: one === sort,
        run: () => void sortBy(view, one),
      }))}
    >
      <SortIcon />
    </Menu>
  )
}
