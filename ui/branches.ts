// Blocks for some readers (`:::if` in an article): the server sends every branch with a label that says for whom it
// is; where a reader's attributes are known, one of them stays. Partner: server/articles/render.ts, which writes them.

/**
 * Leaves one branch of each block, without its label; none where no condition holds. Where the answer hangs on an
 * attribute that is not known, every branch stays with its label. May be called again with other attributes.
 * @param choose `(conditions) => branchFor(conditions, attributes)` of protocol/conditions.ts
 */
export function showBranches(
  root: ParentNode,
  choose: (conditions: (string | undefined)[]) => number | undefined,
): void {
  for (const block of root.querySelectorAll('.branches')) {
    const branches = [...block.children] as HTMLElement[]
    const chosen = choose(branches.map(({ dataset }) => dataset.if))
    const isKnown = chosen !== undefined
    branches.forEach((branch, place) => {
      branch.hidden = isKnown && place !== chosen
      const label = branch.querySelector<HTMLElement>(':scope > .branch-for')
      if (label) label.hidden = isKnown
    })
  }
}
