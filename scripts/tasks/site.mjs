import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensureInstalled } from '../lib/install.mjs';
import { at } from '../lib/paths.mjs';
import { say } from '../lib/say.mjs';
import { capture, run } from '../lib/spawn.mjs';
import { build } from './build.mjs';

/** What linkinator does not ask: other hosts, and the reader's own service. */
const elsewhere = String.raw`^https?://(?!(?:localhost|127\.0\.0\.1):\d+/)|:4747`;

/** A crawl of fewer links has missed the site. */
const leastLinks = 50;

/** At most so many bytes: the whole site, and what a browser loads for its first page, compressed. */
const most = { site: 3.5e6, firstPage: 150e3 };

/**
 * Builds the documentation into site/dist, and fails for a link that leads nowhere, a file of another host, or too
 * many bytes.
 */
export async function site(node) {
  await ensureInstalled(node, 'site', 'what builds the site, for this command only');
  if ((await build(node)) !== 0) return 1;
  const { stage } = await import('../../site/lib/stage.mjs');
  const { apiPage, commandPage } = await import('../../site/lib/reference.mjs');
  const { typesPage } = await import('../../site/lib/types-reference.mjs');
  const help = async (args) =>
    (await capture(node.path, [at('packages/linkpin/bin/linkpin.js'), ...args, '--help'], { env: node.env })).output;
  const { openApi } = await import('../../packages/server/dist/openapi/document.js');
  const dist = (file) => at('packages', file);
  stage({
    'reference/command.md': await commandPage(help),
    'reference/api.md': apiPage(openApi('http://localhost:4747')),
    'reference/types-client.md': typesPage('Types of @linkpin/client', entriesOf('client')),
    'reference/types-verify.md': typesPage('Types of @linkpin/verify', entriesOf('verify')),
    'reference/types-testing.md': typesPage('Types of linkpin/testing', entriesOf('linkpin')),
  });
  const program = (...path) => at('site', 'node_modules', ...path);
  const code = await run(node.path, [program('vitepress/bin/vitepress.js'), 'build', at('site')], { env: node.env });
  if (code !== 0) return code;
  const out = at('site/dist');
  const links = ['/', '--server-root', out, '--recurse', '--verbosity', 'error', '--skip', elsewhere];
  const checked = await capture(node.path, [program('linkinator/build/src/cli.js'), ...links], { env: node.env });
  say(checked.output.trim());
  // A crawl that finds nothing has found no broken link either.
  const scanned = Number(/[Ss]canned (\d+) links/.exec(checked.output)?.[1] ?? 0);
  if (checked.code !== 0 || scanned < leastLinks) return 1;
  return judge(out);

  /** Pairs of what is imported and its declarations. */
  function entriesOf(name) {
    const { name: packageName, exports } = JSON.parse(readFileSync(dist(`${name}/package.json`), 'utf8'));
    return Object.entries(exports)
      .filter(([, target]) => typeof target === 'object')
      .map(([path, { types }]) => [`${packageName}${path.slice(1)}`, dist(join(name, types))]);
  }
}

function judge(out) {
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(out, file)).isFile(),
  );
  const bytes = files.reduce((sum, file) => sum + statSync(join(out, file)).size, 0);
  const html = readFileSync(join(out, 'index.html'), 'utf8');
  const loaded = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, file]) => file);
  const first = [html, ...[...new Set(loaded)].map((file) => readFileSync(join(out, file)))].reduce(
    (sum, content) => sum + gzipSync(content).length,
    0,
  );
  const foreign = files
    .filter((file) => file.endsWith('.html'))
    .filter((file) =>
      /<(?:script|img|link|iframe)[^>]+(?:src|href)="https?:/.test(readFileSync(join(out, file), 'utf8')),
    );
  const faults = [
    ...(bytes <= most.site ? [] : [`the site has ${kilobytes(bytes)}, of ${kilobytes(most.site)} at most`]),
    ...(first <= most.firstPage
      ? []
      : [`the first page loads ${kilobytes(first)}, of ${kilobytes(most.firstPage)} at most`]),
    ...foreign.map((file) => `${file} loads something from another host`),
  ];
  for (const fault of faults) say(`✘ ${fault}`);
  say(
    `The site is in site/dist: ${files.filter((file) => file.endsWith('.html')).length} pages, ${kilobytes(bytes)}; the first page loads ${kilobytes(first)}.`,
  );
  return faults.length === 0 ? 0 : 1;
}

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
