// Files that do not wait for the disk: for tests of rules, which are about what is kept and not about power cuts.

import { type Files, realFiles } from '../../server/store/lowdb/files.ts'

export const quickFiles: Files = {
  ...realFiles,
  async open(path, how) {
    return { ...(await realFiles.open(path, how)), datasync: async () => {} }
  },
  syncFolder: async () => {},
}
