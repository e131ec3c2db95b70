// The whole HTTP and socket face over the rules of test/stage/rules.ts, in this process: for scenes that inject requests or
// need a server in a state that no client can bring about.

import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { agentRules } from '../../server/agents/agents.ts'
import { makeApp } from '../../server/app.ts'
import { openLibrary } from '../../server/articles/library.ts'
import type { Meanings } from '../../server/articles/meaning/meaning.ts'
import { makeHub } from '../../server/chat/hub.ts'
import { readConfig } from '../../server/config.ts'
import { fileMailer } from '../../server/email/file-mailer.ts'
import { smtpMailer } from '../../server/email/mailer.ts'
import { makeLog } from '../../server/log.ts'
import { outsideCounts } from '../../server/outside.ts'
import { senderOf } from '../../server/settings/mail.ts'
import type { Files } from '../../server/store/lowdb/files.ts'
import { openRules } from './rules.ts'
import { HOST_API_KEY, IDENTITY_SECRET } from './world.ts'

export const HOST_PAGE = 'https://portal.school.example'

export type App = Awaited<ReturnType<typeof openApp>>

/** @param articles their folder; what changes in it is noticed only when it is not our own */
export async function openApp(
  dir: string,
  articles = 'articles',
  meanings?: Meanings,
  files?: Files,
  copy: NonNullable<Parameters<typeof openRules>[2]> & { environment?: Record<string, string> } = {},
) {
  const rules = await openRules(join(dir, 'data'), files, copy)
  let logged = ''
  const lines = new Writable({
    write(chunk, _encoding, done) {
      logged += chunk
      done()
    },
  })
  const log = makeLog('debug', lines)
  const config = readConfig({
    DATA_DIR: join(dir, 'data'),
    IDENTITY_SECRET,
    HOST_API_KEY,
    ALLOWED_ORIGINS: HOST_PAGE,
    PUBLIC_URL: 'http://help.example',
    // Nobody answers there; a scene about it names one that does.
    OIDC_ISSUER: 'http://127.0.0.1:9/school',
    OIDC_CLIENT_ID: 'helpdock',
    OIDC_CLIENT_SECRET: 'a secret of ours',
    ...copy.environment,
  })
  const letterhead = {
    sender: () => senderOf(config.mailFrom, rules.settings.mail()),
    brand: rules.settings.brand,
  }
  const publicDir = join(dir, 'public')
  await mkdir(join(publicDir, 'assets'), { recursive: true })
  await writeFile(join(publicDir, 'widget.js'), '// the loader')
  await writeFile(join(publicDir, 'assets', 'panel.js'), '// the panel')
  const watch = articles !== 'articles'
  const library = await openLibrary({ dir: articles, log, watch, now: rules.now, meanings })
  const hub = makeHub({ bus: rules.bus, log })
  // As quick as may be: what a slow hash costs each guess is no scene's concern.
  const agents = agentRules({ ...rules, passwordCost: { N: 2 ** 10, r: 8, p: 1 } })
  const app = await makeApp({
    ...rules,
    mailer: config.smtpUrl
      ? smtpMailer({ url: config.smtpUrl, ...letterhead })
      : fileMailer({ dir: join(dir, 'mailbox'), ...letterhead }),
    config,
    log,
    hub,
    library,
    agents,
    caughtUp: () => 0,
    outside: outsideCounts(),
    publicDir,
    assets: { console: 'console.js', 'help-center': 'help-center.js' },
    tracing: null,
    demo: null,
  })
  return {
    rules,
    app,
    settings: rules.settings,
    library,
    hub,
    agents,
    logged: () => logged,
    /** Opens a port; the address to reach it. */
    listen: () => app.listen({ host: '127.0.0.1', port: 0 }),
    async close() {
      await Promise.all([hub.drain(), app.close()])
      await library.close()
      await rules.close()
    },
  }
}
