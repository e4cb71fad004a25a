import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { environment, password, serve, temporaryFolder } from './linkpin.ts';
import { Person } from '../harness/person.ts';
import { openTerminal } from './terminal.ts';

test('on a terminal the password is asked for twice and never shown', async (t) => {
  const served = await serve(t);
  const terminal = await openTerminal(t, ['user', 'add', 'ada', '--data', served.data], served.env);
  await terminal.shows(/^Password: $|^Password:$/m);
  await terminal.type('-l', `${password}x`);
  await terminal.type('BSpace', 'Enter');
  await terminal.shows(/Once more:/);
  await terminal.type('-l', password);
  await terminal.type('Enter');
  const text = (await terminal.shows(/left with 0/)).join('\n');
  assert.match(text, /ada has an account\./);
  assert.doesNotMatch(text, /correct|horse|\*/);
  assert.equal((await new Person(served.url).signIn('ada', password)).path, '/link');
});

test('two different passwords are asked for again, and Ctrl-C leaves with 2 and no account', async (t) => {
  const home = await temporaryFolder(t);
  const args = ['user', 'add', 'ada', '--data', join(home, 'data')];
  const terminal = await openTerminal(t, args, environment(home));
  await terminal.shows(/Password:/);
  await terminal.type('-l', password);
  await terminal.type('Enter');
  await terminal.shows(/Once more:/);
  await terminal.type('-l', 'another one');
  await terminal.type('Enter');
  await terminal.shows(/They don't match\. Try again:\nPassword:/);
  await terminal.type('C-c');
  assert.match((await terminal.shows(/left with 2/)).join('\n'), /Cancelled\./);
});
