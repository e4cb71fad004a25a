// docs/oauth.md and docs/openid.md, read as a person reads them: their clients files are used, their
// curl lines are sent, their answers must come.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createMemoryStore } from '@linkpin/server';
import { createHarness } from '../harness/service.ts';
import { ask } from '../plex/asking.ts';
import { approve } from './asking.ts';

/** The blocks of a page that are used. */
function blocksOf(name: string): readonly { readonly kind: string; readonly text: string }[] {
  const page = readFileSync(new URL(`../../docs/${name}`, import.meta.url), 'utf8');
  return [...page.matchAll(/^```(json|sh)\n(.*?)^```/gms)].map(([, kind = '', text = '']) => ({ kind, text }));
}

/** The words of a command line: quotes hold words together, `$name` is what is known by that name. */
function wordsOf(line: string, known: ReadonlyMap<string, string>): readonly string[] {
  const filled = line.replaceAll(/\$(\w+)/g, (_, name: string) => {
    const value = known.get(name);
    assert.ok(value, `${name} is not known yet`);
    return value;
  });
  return [...filled.matchAll(/(?:[^\s']+|'[^']*')+/g)].map(([word]) => word.replaceAll("'", ''));
}

/** What curl sends for a line that has `-d` and `-u` only. */
function requestOf(line: string, known: ReadonlyMap<string, string>) {
  const [curl, target = '', ...options] = wordsOf(line, known);
  assert.equal(curl, 'curl');
  const headers: Record<string, string> = { 'content-type': 'application/x-www-form-urlencoded' };
  const form: string[] = [];
  for (let index = 0; index < options.length; index += 2) {
    const [option, value = ''] = options.slice(index, index + 2);
    assert.ok(option === '-d' || option === '-u', `${option} is not known here`);
    if (option === '-d') form.push(value);
    else headers['authorization'] = `Basic ${btoa(value)}`;
  }
  const { pathname, origin } = new URL(target);
  assert.equal(origin, 'http://127.0.0.1:4747');
  return { path: pathname, saying: { headers, body: form.join('&') } };
}

/** What came must have the members of what is written, and their values; `…` stands for anything. */
function compare(came: unknown, written: unknown, line: string): void {
  assert.deepEqual(Object.keys(came as object).toSorted(), Object.keys(written as object).toSorted(), line);
  for (const [name, value] of Object.entries(written as object)) {
    const real = (came as Record<string, unknown>)[name];
    if (typeof value !== 'string' || !value.includes('…')) assert.deepEqual(real, value, `${line}: ${name}`);
    else assert.ok(String(real).startsWith(value.split('…')[0] ?? ''), `${line}: ${name} is ${String(real)}`);
  }
}

/** Does what a page says, in as many lines. */
async function follow(name: string, lines: number, context: TestContext): Promise<void> {
  const [file, ...session] = blocksOf(name);
  assert.equal(file?.kind, 'json');
  const folder = mkdtempSync(join(tmpdir(), 'linkpin-docs-'));
  context.after(() => rmSync(folder, { recursive: true }));
  const secret = randomBytes(32).toString('hex');
  writeFileSync(join(folder, 'clients.json'), file.text);
  writeFileSync(join(folder, 'music-api.secret'), `${secret}\n`);
  const harness = createHarness('docs', {
    store: createMemoryStore(),
    settings: { clientsFile: join(folder, 'clients.json') },
  });
  context.after(() => harness.service.close());

  const known = new Map([['secret', secret]]);
  const sent = session.filter(({ kind }) => kind === 'sh');
  assert.equal(sent.length, lines);
  for (const [index, { kind, text }] of session.entries()) {
    if (kind !== 'sh') continue;
    const line = text.trim();
    const { path, saying } = requestOf(line, known);
    const { json } = await ask(harness, 'POST', path, saying);
    const next = session[index + 1];
    if (next?.kind === 'json') compare(json, JSON.parse(next.text), line);
    for (const [name, value] of Object.entries((json ?? {}) as Record<string, unknown>)) known.set(name, String(value));
    harness.clock.pass(5000);
    if (known.get('error') === 'authorization_pending') {
      known.delete('error');
      await approve(harness, await harness.person('ada'), known.get('user_code') ?? '');
    }
  }
}

test('the session in docs/oauth.md goes as it is written', (context) => follow('oauth.md', 7, context));

test('the session in docs/openid.md goes as it is written', (context) => follow('openid.md', 4, context));
