// Recordings of plex.tv: what is made of hostile traffic, and files from anybody.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readXml } from '../../packages/linkpin/src/record/read-xml.ts';
import { transcriptOf } from '../../packages/linkpin/src/record/sanitize.ts';
import { TranscriptError } from '../../packages/linkpin/src/transcript/error.ts';
import { readTranscript } from '../../packages/linkpin/src/transcript/read.ts';
import { writeTranscript } from '../../packages/linkpin/src/transcript/write.ts';
import type { Chance } from './chance.ts';
import { asHeader, mangle } from './mangle.ts';
import { target, type Target } from './target.ts';

const capture = (name: string): string => readFileSync(new URL(`../fixtures/plex/${name}`, import.meta.url), 'utf8');

const bodies = [
  capture('pins-v2/poll-claimed-2026.json'),
  capture('pins-v2/pin-v2-claimed.xml'),
  capture('pins-v1/claimed.xml'),
  capture('user/user-v2-free-2022.json'),
  capture('errors/1020-pin-not-found.404.xml'),
  capture('jwt/keys.json'),
  'code=AB0D&X-Plex-Token=x',
  '',
];

const targets = ['/api/v2/pins?strong=true', '/api/v2/pins/1?deviceJWT=e30.e30.x', '/pins/1.xml', '/api/v2/user', '/'];

const types = ['application/json; charset=utf-8', 'application/xml', 'application/x-www-form-urlencoded', 'text/html'];

const start = Date.UTC(2026, 11, 1, 12);

interface Said {
  readonly target: string;
  readonly header: string;
  readonly type: string;
  readonly status: number;
  readonly sent: string;
  readonly received: string;
}

const anySaid = (chance: Chance): Said => ({
  target: mangle(chance, targets),
  header: asHeader(mangle(chance, types)),
  type: chance.pick(types),
  status: chance.pick([200, 201, 404, 500]),
  sent: mangle(chance, bodies),
  received: mangle(chance, bodies),
});

function transcriptFrom({ target: asked, header, type, status, sent, received }: Said): string {
  const bodyOf = (text: string) => ({ content: Buffer.from(text), length: Buffer.byteLength(text) });
  const headers = { 'content-type': type, accept: header, 'x-plex-product': header, vary: header };
  const exchange = {
    at: start,
    request: { method: 'POST', host: 'plex.tv', target: asked, headers, body: bodyOf(sent) },
    response: { status, headers, body: bodyOf(received) },
  };
  return writeTranscript(transcriptOf([exchange], { start }));
}

const whole = bodies.map((body, at) =>
  transcriptFrom({
    target: targets[at % 4] ?? '/',
    header: '*/*',
    type: types[at % 3] ?? '',
    status: 200,
    sent: '',
    received: body,
  }),
);

/** A transcript of any traffic can be read again; XML and files are read or refused. */
export const transcripts: readonly Target[] = [
  target('recorded traffic', anySaid, (said) => void transcriptFrom(said)),
  target(
    'XML of plex.tv',
    (chance) => mangle(chance, bodies),
    (text) => void readXml(text),
  ),
  target(
    'transcripts',
    (chance) => mangle(chance, whole),
    (text) => {
      try {
        const read = readTranscript(text);
        assert.deepEqual(readTranscript(writeTranscript(read)), read);
      } catch (error) {
        assert.ok(error instanceof TranscriptError, String(error));
      }
    },
  ),
];
