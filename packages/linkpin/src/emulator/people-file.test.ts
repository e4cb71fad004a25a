import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readPeopleFile } from './people-file.ts';

describe('the people file', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'linkpin-people-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const read = (text: string): unknown => {
    const file = join(folder, 'people.json');
    writeFileSync(file, text);
    return readPeopleFile(file);
  };

  it('holds people and servers', () => {
    const content = { people: ['ada', { name: 'kid', email: null, password: 'x' }], servers: [] };
    assert.deepEqual(read(JSON.stringify(content)), content);
    assert.deepEqual(read('{}'), {});
  });

  for (const [text, why] of [
    ['{', /is not valid JSON\.$/],
    ['[]', /has to be an object with "people", "servers" or both\.$/],
    ['{"users":[]}', /there is no "users", only "people" and "servers"\.$/],
    ['{"people":{}}', /"people" and "servers" are lists\.$/],
    ['{"people":[1]}', /a person is a name, or an object with "name"\.$/],
    ['{"people":[{"email":"a@b"}]}', /a person needs a "name"\.$/],
    ['{"people":[{"name":"a","mail":"a@b"}]}', /a person has no "mail", only name, email, password, home, pin\.$/],
    ['{"people":[{"name":"a","password":1}]}', /the password of a is text\.$/],
    ['{"people":[{"name":"a","email":1}]}', /the e-mail address of a is text or null\.$/],
  ] as const) {
    it(`is refused in one line: ${text}`, () => assert.throws(() => read(text), { name: 'Failure', message: why }));
  }

  it('that is not there is refused, too', () => {
    assert.throws(() => readPeopleFile(join(folder, 'none.json')), /cannot be read \(ENOENT\)\.$/);
  });
});
