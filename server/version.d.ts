/** The package's version, written in by build.mjs. */
declare const HELPDOCK_VERSION: string
