import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { drawQr } from './qr.ts';
import { readQr } from './read-qr.testing.ts';

const address = fc
  .tuple(fc.domain(), fc.integer({ min: 1, max: 65535 }), fc.stringMatching(/^[0-9A-Z]{4}$/))
  .map(([host, port, code]) => `http://${host}:${port}/link?code=${code}`);

test('any address that is drawn can be read from the screen', () => {
  fc.assert(
    fc.property(address, (text) => {
      const lines = drawQr(text, { columns: 200, rows: 100 });
      assert.ok(lines);
      assert.equal(readQr(lines), text);
    }),
    { numRuns: 60 },
  );
});

test('a picture never leaves the room that it has', () => {
  fc.assert(
    fc.property(address, fc.nat(120), fc.nat(50), (text, columns, rows) => {
      const lines = drawQr(text, { columns, rows });
      if (lines === undefined) return;
      assert.ok(lines.length <= rows);
      for (const line of lines) assert.ok(line.length <= columns);
    }),
  );
});

test('an address of an ordinary length has its full margin in what 80×24 leaves', () => {
  const lines = drawQr('https://linkpin.example.org/link?code=7RQZ', { columns: 78, rows: 20 });
  assert.equal(lines?.length, 19);
  for (const line of [...(lines ?? []).slice(0, 2), ...(lines ?? []).slice(-2)]) assert.match(line, /^█+$/);
  for (const line of lines ?? []) assert.match(line, /^████.*████$/);
});

test('a longer address has a thinner margin rather than no picture', () => {
  const text = `https://linkpin.example.org/${'a'.repeat(30)}/link?code=7RQZ`;
  const lines = drawQr(text, { columns: 78, rows: 20 });
  assert.ok(lines && lines.length <= 20);
  assert.match(lines[0] ?? '', /^█+$/);
  assert.equal(readQr(lines), text);
});

test('what does not fit is not drawn', () => {
  assert.equal(drawQr('https://linkpin.example/link', { columns: 20, rows: 100 }), undefined);
  assert.equal(drawQr('https://linkpin.example/link', { columns: 100, rows: 10 }), undefined);
});
