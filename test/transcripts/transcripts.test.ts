// Plays every transcript through both front doors. With UPDATE_TRANSCRIPTS=1 what comes back is written down instead.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { after, describe, it } from 'node:test';
import { createHarness } from '../harness/service.ts';
import { settingsOf } from './deeds.ts';
import { fetchAdapter, nodeAdapter } from './adapters.ts';
import { play } from './player.ts';
import { readTranscript, writeTranscript } from './transcript.ts';

const here = new URL('.', import.meta.url);
const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.txt'));

for (const [name, open] of Object.entries({ 'the fetch door': fetchAdapter, 'the Node door': nodeAdapter })) {
  describe(`transcripts through ${name}`, () => {
    for (const file of files.sort()) {
      it(file, async () => {
        const written = readFileSync(new URL(file, here), 'utf8');
        const harness = createHarness(file, { settings: settingsOf(readTranscript(written)) });
        after(() => harness.service.close());
        const played = writeTranscript(await play(harness, await open(harness), readTranscript(written)));
        if (process.env['UPDATE_TRANSCRIPTS'] === '1') writeFileSync(new URL(file, here), played);
        else assert.equal(played, written);
      });
    }
  });
}
