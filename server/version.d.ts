/** The package's version, written in by build.mjs. */
declare const HELPDOCK_VERSION: string
/** The oldest Node that runs it, of package.json. */
declare const HELPDOCK_NODE: string
