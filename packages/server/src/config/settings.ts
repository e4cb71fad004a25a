import { isIP } from 'node:net';
import { z } from 'zod';
import { clientSettings } from './client-settings.ts';
import { readEmailAddress } from '../domain/email-address.ts';
import { eventKinds } from '../domain/event-kinds.ts';
import { faceSettings } from './face.ts';
import { readHostName, withoutBrackets } from './host-name.ts';
import { farRule } from './oauth-clients.ts';
import { list } from './list.ts';
import { readMailAddress } from './mail.ts';
import { canonicalPublicUrl } from './public-url.ts';

/** A boolean; `true`, `1`, `yes` and `on` in any case are true, for environment variables and files. */
const flag = z.union([
  z.boolean(),
  z
    .string()
    .toLowerCase()
    .pipe(z.enum(['true', '1', 'yes', 'on', 'false', '0', 'no', 'off']))
    .transform((word) => ['true', '1', 'yes', 'on'].includes(word)),
]);

/** A number, or text that says one. */
const number = z.coerce.number<number | string>();

const addressOrRange = z
  .string()
  .transform(withoutBrackets)
  .refine((text) => {
    const [address = '', bits, ...rest] = text.split('/');
    const version = isIP(address);
    if (version === 0 || rest.length > 0) return false;
    return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
  }, 'must be an address (192.0.2.1) or a range (10.0.0.0/8)');

const publicUrl = z
  .url({ protocol: /^https?$/, abort: true })
  .refine((text) => {
    const url = new URL(text);
    return url.search === '' && url.hash === '' && url.username === '' && url.password === '';
  }, 'must have no query, fragment or user name')
  .transform(canonicalPublicUrl);

const hostName = z.string().transform((text, context) => {
  const read = readHostName(text);
  if ('host' in read) return read.host;
  context.addIssue({ code: 'custom', message: read.problem });
  return z.NEVER;
});

const webhookSecret = z.string().refine((text) => {
  const [, base64 = ''] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
  return base64.length % 4 === 0 && bytes >= 24 && bytes <= 64;
}, 'must be whsec_ and 24 to 64 bytes in base64');

const mailServer = z.string().transform((text, context) => {
  const read = readMailAddress(text);
  if (typeof read !== 'string') return text;
  context.addIssue({ code: 'custom', message: read });
  return z.NEVER;
});

const headerName = z
  .string()
  .regex(/^[A-Za-z0-9-]+$/, 'must be the name of a header: letters, digits and hyphens')
  .toLowerCase()
  .refine(
    (name) => !/^(authorization|cookie|host|origin|forwarded|x-forwarded-.*)$/.test(name),
    'has a meaning of its own',
  );

/**
 * The schema of all settings. The command's flags, the environment variables (`LINKPIN_` and the name in capitals), the
 * keys of the settings file and the table in the docs are derived from it.
 */
export const settingsSchema = z.strictObject({
  port: number.int().min(0).max(65535).default(4747).describe('TCP port; 0 takes a free one'),
  host: z
    .string()
    .min(1)
    .transform(withoutBrackets)
    .default('127.0.0.1')
    .describe('address to listen on; 0.0.0.0 for every network'),
  data: z.string().min(1).default('./linkpin-data').describe('folder for the database and the secret keys'),
  store: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be postgres://USER@HOST/DATABASE')
    .optional()
    .describe('a PostgreSQL database in the place of the one in the data folder, for any number of processes'),
  storeDirect: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must be postgres://USER@HOST/DATABASE')
    .optional()
    .describe('the same database past a pooler in transaction mode, when the store is one behind such a pooler'),
  storeConnections: number
    .int()
    .min(2)
    .max(100)
    .default(10)
    .describe('how many connections to the PostgreSQL database each thread has at most'),
  publicUrl: publicUrl.optional().describe('the URL that people and devices use, with base path if any'),
  passkeyDomain: hostName
    .refine(
      (text) => text === 'localhost' || (/\.[a-z]/.test(text) && !text.includes(':')),
      'must be a domain such as link.example',
    )
    .optional()
    .describe(
      'the domain of passkeys, when it is not the host of the public URL but one above it; do not change it later',
    ),
  allowedHosts: list
    .pipe(z.array(hostName))
    .default([])
    .describe('further host names to answer to when there is no public URL'),
  insecureHttp: flag.default(false).describe('allow plain http beyond this machine; anybody on the way can listen'),
  trustedProxies: list
    .pipe(z.array(addressOrRange))
    .default([])
    .describe('proxies whose forwarding headers are believed: addresses or ranges'),
  registration: z
    .enum(['invite', 'open', 'off'])
    .default('invite')
    .describe('who may make an account: the invited, everybody, or nobody'),
  passwords: flag.default(true).describe('let people sign in with a password of this service'),
  oidcIssuer: z
    .string()
    .min(1)
    .optional()
    .describe('sign people in at your OpenID Connect provider: the https URL that it calls itself'),
  oidcClientId: z.string().min(1).default('linkpin').describe('what this service is called at that provider'),
  oidcClientSecret: z
    .string()
    .min(1)
    .optional()
    .describe('its secret there, best kept in a file; none for a public client'),
  oidcName: z.string().min(1).max(40).optional().describe('what people call that provider'),
  oidcScopes: list.default([]).describe('the scopes to ask it for; openid, profile and email when none is named'),
  providersFile: z
    .string()
    .min(1)
    .optional()
    .describe('a JSON file of the providers that people may sign in at, with rules for each'),
  identityProxies: list
    .pipe(z.array(addressOrRange))
    .default([])
    .describe(
      'proxies that sign people in, by whose word the service goes: addresses or ranges, loopback only if named',
    ),
  proxyUserHeader: headerName.optional().describe('the header in which they say who it is, such as Remote-User'),
  proxyNameHeader: headerName.optional().describe('the header with what people call them, such as Remote-Name'),
  proxyEmailHeader: headerName.optional().describe('the header with their e-mail address, such as Remote-Email'),
  proxyGroupsHeader: headerName
    .optional()
    .describe('the header with their groups, commas between, such as Remote-Groups'),
  proxyTimeHeader: headerName
    .optional()
    .describe('the header that says when they signed in, in seconds since the epoch or ISO 8601'),
  proxySignInUrl: z
    .string()
    .refine(
      (text) => /^https?:\/\/[^{}/?#]+([/?#]|$)/.test(text) && URL.canParse(text.replaceAll('{url}', 'x')),
      'must be a URL such as https://auth.example/?rd={url}',
    )
    .optional()
    .describe('where they sign in, or sign in again; {url} is where they come back to'),
  geoDatabase: z.string().optional().describe('a GeoLite2 or DB-IP .mmdb file, to tell where a request comes from'),
  approverPlace: flag
    .default(false)
    .describe("tell the device its approver's country once it is linked, as plex.tv does"),
  legacySdks: flag
    .default(true)
    .describe('answer generated Plex SDKs of 2024 as they expect, which plex.tv itself never did'),
  passwordRoutes: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe('let Plex clients sign in with a password; auto: only while nothing but this machine is answered'),
  tokenLapseDays: number.int().min(1).max(36_500).default(180).describe('days without use before a token expires'),
  auditDays: number
    .int()
    .min(1)
    .max(36_500)
    .default(365)
    .describe('days before the audit log forgets an event; addresses are truncated after 30'),
  serversFile: z.string().min(1).optional().describe('a JSON file of the media servers that Plex clients are told of'),
  forwardSchemes: list.default([]).describe('URL schemes besides http and https that forwardUrl may have'),
  issuesPerMinute: number
    .int()
    .min(1)
    .default(120)
    .describe(
      'how many pins, and as many nonces, one network may ask for in a minute; a /24 or /48 four times as many',
    ),
  guessesPerDay: number
    .int()
    .min(16)
    .max(1_000_000)
    .default(160)
    .describe(
      'how many wrong codes the whole service lets through in a day, and of four symbols 35 more at most; codes are as long as that needs',
    ),
  plexCodeLength: number
    .int()
    .min(4)
    .max(6)
    .optional()
    .describe('give every Plex code to type exactly so many symbols, and refuse pins that would need more'),
  waits: number
    .int()
    .min(0)
    .max(1_000_000)
    .default(20_000)
    .describe('how many polls and event streams may be held open until there is news; 0 holds none'),
  waitsPerNetwork: number
    .int()
    .min(1)
    .default(256)
    .describe('how many of them one network may have; a /24 or /48 four times as many'),
  freshSignInDays: number
    .int()
    .min(0)
    .max(365)
    .default(7)
    .describe(
      'a yes from a browser that signed in longer ago, in days, needs the password again; 0 asks for no fresh sign-in',
    ),
  plexWhenFar: farRule
    .default('warn')
    .describe('what a Plex request from far away needs: a warning, a code typed by hand, or it is refused'),
  plexUnknownIsFar: flag.default(false).describe('treat a Plex request from an unknown place as one from far away'),
  nearby: z
    .enum(['auto', 'on', 'off'])
    .default('auto')
    .describe(
      'whether the page where a code is typed lists the devices that wait in the same local network; auto does while only loopback or private addresses are served',
    ),
  livePinsPerNetwork: number
    .int()
    .min(1)
    .default(100)
    .describe(
      'how many pins of one network may wait for an answer: of an IPv4 address or IPv6 /64; a /24 or /48 has four times that',
    ),
  livePins: number
    .int()
    .min(10)
    .default(1_000_000)
    .describe('the most pending pins; four times as many are stored; the last tenth is for networks that have none'),
  userCodes: z
    .string()
    .default('letters')
    .describe('OAuth codes to type: letters, digits, or SYMBOLS:LENGTH, of 34 bits at least'),
  ...clientSettings,
  webhookUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('where to send what happens: your program that takes Standard Webhooks'),
  webhookSecrets: list
    .pipe(z.array(webhookSecret))
    .default([])
    .describe('what webhooks are signed with, whsec_ and base64; more than one while you change it'),
  webhookKinds: list
    .pipe(z.array(z.enum(eventKinds)))
    .default([])
    .describe('which kinds of events are sent; all when none is named'),
  mailServer: mailServer
    .optional()
    .describe(
      'the server that takes mail: smtp://USER@HOST:587 (STARTTLS) or smtps://USER@HOST:465; without one no mail is sent',
    ),
  mailPassword: z
    .string()
    .min(1)
    .optional()
    .describe('the password of the user of the mail server, best kept in a file'),
  mailFrom: z
    .string()
    .refine((text) => readEmailAddress(text) === text, 'must be an address such as noreply@example.org')
    .optional()
    .describe('the address that mail is from'),
  mailPerHour: number.int().min(1).max(100_000).default(500).describe('how many mails are sent in an hour; more wait'),
  insecureMail: flag
    .default(false)
    .describe('hand mail over without TLS beyond this machine; anybody on the way can read its links'),
  outboundAllowed: list
    .pipe(z.array(addressOrRange))
    .default([])
    .describe("private addresses that the service may call, for a client's key set or a webhook"),
  workers: number.int().min(1).max(64).default(1).describe('how many threads serve'),
  maxInFlight: number
    .int()
    .min(1)
    .default(1000)
    .describe('how many requests are worked on at once; more are told to come again, waiting devices not counted'),
  maxConnections: number
    .int()
    .min(1)
    .default(20_000)
    .describe('how many connections may be open; more are closed at once'),
  metricsPort: number
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe('serve metrics for Prometheus at /metrics on a port of their own; 0 takes a free one, none serves none'),
  metricsHost: z
    .string()
    .min(1)
    .transform(withoutBrackets)
    .default('127.0.0.1')
    .describe('address that metrics are served on; whoever reaches it can read them'),
  traces: flag.default(false).describe('make OpenTelemetry spans, for the SDK that the process is started with'),
  ...faceSettings,
  demo: flag.default(false).describe('serve /tv, a television to try things with'),
  logLevel: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info').describe('how much to log'),
});

/** Parsed settings. */
export type Settings = z.output<typeof settingsSchema>;

/** Settings as given: text or values, all optional. */
export type SettingsInput = z.input<typeof settingsSchema>;
