import { build } from 'esbuild';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const folder = fileURLToPath(new URL('.', import.meta.url));

const bundle = async (names: string): Promise<{ text: string; bytes: number }> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export ${names} from './index.ts';`, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: folder,
    format: 'esm',
    target: 'esnext',
  });
  assert.deepEqual(
    Object.keys(metafile.inputs).filter((input) => input.includes('/')),
    [],
  );
  const [output] = outputFiles;
  return { text: output?.text ?? '', bytes: gzipSync(output?.contents ?? '', { level: 9 }).length };
};

const keys = 'createDeviceKey, createDpop, dpopProof, createPlexKeyClient';

test('P9: signing in by either dialect is at most 4 KiB; by both, with keys and the popup, at most 8', async () => {
  assert.ok((await bundle('{ createPlexClient }')).bytes <= 4096);
  assert.ok((await bundle('{ createDeviceClient }')).bytes <= 4096);
  assert.ok((await bundle(`{ createPlexClient, createDeviceClient, signInWithPopup, ${keys} }`)).bytes <= 8192);
});

test('P9: neither dialect brings the other, nor keys that nobody asked for', async () => {
  assert.doesNotMatch((await bundle('{ createDeviceClient }')).text, /api\/v2|X-Plex|dpop\+jwt|Ed25519|subtle/);
  assert.doesNotMatch((await bundle('{ createPlexClient }')).text, /device_code|oauth|Ed25519|subtle/i);
  assert.doesNotMatch((await bundle('{ createPlexKeyClient, createDeviceKey }')).text, /device_code|dpop\+jwt/);
  assert.doesNotMatch((await bundle('{ createDeviceClient, createDpop }')).text, /api\/v2|X-Plex/);
});

test('P9: what is not imported is not there', async () => {
  assert.match((await bundle('{ signInWithPopup }')).text, /iPhone/);
  const { text } = await bundle('{ createPlexClient }');
  assert.doesNotMatch(text, /iPhone|api\/v2\/(user|devices|resources)|getRandomValues|forwardedPin/);
  for (const reader of ['readPlexPin', 'readPlexResources', 'clientIdentifier']) {
    assert.ok((await bundle(`{ ${reader} }`)).bytes < 1200, reader);
  }
});
