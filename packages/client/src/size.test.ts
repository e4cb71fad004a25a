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

test('P9: all of it is at most 8 KiB, signing in by plex pins at most 4', async () => {
  assert.ok((await bundle('*')).bytes <= 8192);
  assert.ok((await bundle('{ createPlexClient }')).bytes <= 4096);
});

test('P9: what is not imported is not there', async () => {
  assert.match((await bundle('{ signInWithPopup }')).text, /iPhone/);
  const { text } = await bundle('{ createPlexClient }');
  assert.doesNotMatch(text, /iPhone|api\/v2\/(user|devices|resources)|getRandomValues|forwardedPin/);
  for (const reader of ['readPlexPin', 'readPlexResources', 'clientIdentifier']) {
    assert.ok((await bundle(`{ ${reader} }`)).bytes < 1200, reader);
  }
});
