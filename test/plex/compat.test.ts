import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { apiRoutes } from '../../packages/server/src/http/server/routes.ts';
import { isOwnPath } from './own-paths.ts';

const text = readFileSync(new URL('../../docs/plex-compat.md', import.meta.url), 'utf8');

/** The cells of every row of every table, heads and rules left out. */
const rows = text
  .split('\n')
  .filter((line, at, lines) => line.startsWith('|') && !line.startsWith('|-') && !lines[at + 1]?.startsWith('|-'))
  .map((line) =>
    line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim()),
  );

describe('docs/plex-compat.md', () => {
  it('has a row for every API path that plex clients call', () => {
    const paths = apiRoutes.filter(([, path]) => !isOwnPath(path));
    for (const [method, path, , rules] of paths) {
      const [ending] = rules?.endings ?? [];
      const written = `${method} ${path.replace(/:(\w+)/g, '{$1}')}${ending === undefined ? '' : `.${ending}`}`;
      assert.ok(
        rows.some(([first]) => first?.includes(`\`${written}\``)),
        written,
      );
    }
  });

  it('says in every row what is answered and what differs, and why', () => {
    assert.ok(rows.length > 30);
    for (const cells of rows) {
      assert.equal(cells.length, 3, cells[0]);
      for (const cell of cells) assert.notEqual(cell, '', cells[0]);
    }
  });
});
