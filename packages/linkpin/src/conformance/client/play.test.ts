import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { play, type ClientCommand } from './play.ts';
import { json, type Scenario } from './scenario.ts';

const scenario = (limit: number, answer: Scenario['answer'] = () => json(200, {})): Scenario => ({
  name: 'planted',
  answer,
  limit,
  checks: [],
});

const node = (code: string): ClientCommand => ({
  command: process.execPath,
  args: ['--input-type=module', '-e', code],
  environment: (url) => ({ SERVER: url }),
});

describe('a scenario', () => {
  it('tells what was asked, what was printed on both streams and how it ended', async () => {
    const code = `const { status } = await fetch(process.env.SERVER + '/token?a=1', { method: 'POST', body: 'b=2' });
      console.log(status); console.error('done'); process.exitCode = 3;`;
    const { requests, output, exitCode, problem } = await play(
      scenario(60, () => json(401, { error: 'x' })),
      node(code),
    );
    assert.equal(output, '401\ndone\n');
    assert.deepEqual([exitCode, problem], [3, null]);
    const [request] = requests;
    assert.deepEqual(
      [request?.method, request?.path, request?.query, request?.body],
      ['POST', '/token', [['a', '1']], 'b=2'],
    );
    assert.ok(request !== undefined && request.endedAt !== undefined && request.endedAt >= request.cameAt);
  });

  it('stops a client that goes on, and what that has started', async () => {
    const forever = 'setInterval(() => {}, 1000);';
    const code = `import { spawn } from 'node:child_process';
      const child = spawn(process.execPath, ['-e', '${forever}'], { stdio: 'inherit' }); console.log(child.pid); ${forever}`;
    // Its streams stay open for as long as the second one lives.
    const { exitCode, problem } = await play(scenario(3), node(code));
    assert.deepEqual([exitCode, problem], [null, null]);
  });

  it('breaks a connection, and a client sees that', async () => {
    const code = `await fetch(process.env.SERVER).catch(() => { process.exitCode = 4; });`;
    const { exitCode } = await play(
      scenario(60, () => ({ kind: 'drop' })),
      node(code),
    );
    assert.equal(exitCode, 4);
  });

  it('cannot be played with a command that is not there', async () => {
    const missing = { command: 'linkpin-no-such-command', args: [], environment: () => ({}) };
    const { problem, exitCode } = await play(scenario(60), missing);
    assert.deepEqual([problem, exitCode], ['there is no command linkpin-no-such-command', null]);
  });
});
