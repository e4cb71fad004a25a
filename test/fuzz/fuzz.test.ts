import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { answers } from './answers.ts';
import { transcripts } from './transcripts.ts';
import { openDoors } from './doors.ts';
import { parsers } from './parsers.ts';
import { feed } from './run.ts';
import type { Target } from './target.ts';

/** The same inputs each time, so that a change is what breaks it; `npm run fuzz` looks further. */
const seed = Number(process.env['LINKPIN_FUZZ_SEED'] ?? 20_261_121);

/** Inputs that were too much once. */
const found = JSON.parse(readFileSync(new URL('found.json', import.meta.url), 'utf8')) as readonly {
  readonly target: string;
  readonly input: unknown;
}[];

async function stands(target: Target, count: number, say: (text: string) => void): Promise<void> {
  say(`seed ${seed}`);
  for (const { target: name, input } of found) if (name === target.name) await target.check(input);
  await feed(target, count, seed);
}

describe('whatever is sent, nothing breaks in', () => {
  for (const target of [...parsers, ...answers, ...transcripts]) {
    it(target.name, (context) => stands(target, 2000, (text) => context.diagnostic(text)));
  }
});

describe('whatever is sent, nothing breaks behind', () => {
  let doors: Awaited<ReturnType<typeof openDoors>>;
  before(async () => {
    doors = await openDoors();
  });
  after(() => doors.close());

  it('the fetch door', (context) => stands(doors.targets[0] as Target, 3000, (text) => context.diagnostic(text)));
  it('the Node door', (context) => stands(doors.targets[1] as Target, 400, (text) => context.diagnostic(text)));
});
