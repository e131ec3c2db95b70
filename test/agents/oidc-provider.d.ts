// The package has no types of its own; test/agents/school-log-in.test.ts uses this much of it.

declare module 'oidc-provider' {
  import type { Server } from 'node:http'
  export default class Provider {
    constructor(issuer: string, configuration: object)
    listen(port: number, host: string): Server
  }
}
