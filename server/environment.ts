// What an operator can set, in the order of `.env.example`: a sentence and a default each. Partner: config.ts, which reads and judges it.

import Type from 'typebox'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const

const setting = (description: string, otherwise = '') => Type.String({ default: otherwise, description })

export const Settings = Type.Object({
  HOST: setting('The address to listen on; 0.0.0.0 for all interfaces.', '127.0.0.1'),
  PORT: setting('The port to listen on.', '3000'),
  PUBLIC_URL: setting('The public address of this server, without a path; default http://HOST:PORT.'),
  HOST_URL: setting(
    "The host's page that carries the widget: mails about replies link to it; default PUBLIC_URL.",
  ),
  DATA_DIR: setting('Where the embedded store keeps everything.', './data'),
  ARTICLES_DIR: setting('The folder of Markdown articles.', './articles'),
  DATABASE_URL: setting('postgres://… to use PostgreSQL instead of the embedded store.'),
  REDIS_URL: setting('redis://… to run more than one copy.'),
  TRUSTED_PROXIES: setting(
    'Proxies whose X-Forwarded-For is trusted: addresses, networks, loopback or uniquelocal, separated by commas.',
    'loopback',
  ),
  IDENTITY_SECRET: setting('The key with which the host signs identity tokens (HS256), at least 32 bytes.'),
  IDENTITY_JWKS_URL: setting("Instead of IDENTITY_SECRET: the URL of the host's public keys."),
  IDENTITY_AUDIENCE: setting(
    'The aud that identity tokens must name; without it any. Set it where those keys sign for other programs, too.',
  ),
  HOST_API_KEY: setting("The key for the host's calls to /api/host/…, at least 16 bytes."),
  WEBHOOK_URL: setting("The host's endpoint: asked about merges and forms, told of missed promises."),
  WEBHOOK_SECRET: setting('The signing secret of webhooks, whsec_…'),
  SMTP_URL: setting('smtp://… to send mail; without it mails are written as files.'),
  MAIL_FROM: setting('The sender of every mail.', 'Helpdock <help@localhost>'),
  IMAP_URL: setting(
    'imaps://name:password@host/INBOX: a mailbox whose unread mails become messages and tickets.',
  ),
  INBOUND_SMTP_PORT: setting(
    'A port on which your mail server hands over mails for MAIL_FROM, which become messages and tickets.',
  ),
  ALLOWED_ORIGINS: setting("Origins of the host's pages that may carry the widget, separated by commas."),
  MERGE_COOLING_OFF_MINUTES: setting(
    'How long an approved merge can still be stopped from either address.',
    '1440',
  ),
  MERGE_SECOND_APPROVAL: setting(
    'always: two agents approve every merge; elevated: only those of elevated accounts, of two organisations, or of an unverified address.',
    'elevated',
  ),
  MERGE_UNDO_DAYS: setting('How long a merge can be undone, where the host supports it; 0 for never.', '30'),
  HOST_LOOK_UPS: setting(
    "on: forms ask WEBHOOK_URL which of a contact's things to offer, and whether another account may hold what is missing.",
    'off',
  ),
  UNSEEN_MAIL_AFTER_MINUTES: setting('Replies that a contact has not seen after this time are mailed.', '3'),
  SEARCH_MEANING: setting(
    'on: search also weighs the meaning of English words; searches that the device is unsure of are then sent to the server.',
    'off',
  ),
  ATTACHMENTS_BUCKET_URL: setting(
    'The URL of an S3-compatible bucket for attachments, https://s3.example.com/our-files; default: DATA_DIR.',
  ),
  ATTACHMENTS_BUCKET_REGION: setting("The bucket's region, unless its URL contains it."),
  ATTACHMENTS_BUCKET_KEY_ID: setting('The id of a key for that bucket …'),
  ATTACHMENTS_BUCKET_SECRET: setting('… and its secret.'),
  OIDC_ISSUER: setting(
    "The school's own log-in for agents (OpenID Connect): its issuer, https://login.school.edu",
  ),
  OIDC_CLIENT_ID: setting('The client id it issued for this server …'),
  OIDC_CLIENT_SECRET: setting('… and the client secret.'),
  OIDC_NAME: setting('Its name on the button: “Log in with …”.', 'your school'),
  OIDC_ALLOWED_DOMAINS: setting(
    'Domains whose addresses may log in this way, separated by commas; without it any that the issuer vouches for.',
  ),
  OIDC_CREATE_AGENTS: setting(
    'on: anybody who logs in this way and is not an agent yet becomes one, with the role agent.',
    'off',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting(
    'A collector for OpenTelemetry traces, http://collector:4318; without it there are none.',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: setting('Headers the collector requires: name=value, separated by commas.'),
  OTEL_SERVICE_NAME: setting('The service name in traces.', 'helpdock'),
  OTEL_TRACES_SAMPLER_ARG: setting('The share of traces to keep, 0 to 1.', '1'),
  LOG_LEVEL: setting(`One of ${LOG_LEVELS.join(', ')}.`, 'info'),
})
