import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { at } from './paths.mjs';
import { productionFolders } from './production.mjs';

/** The packages of ours that a service is made of, and the library that it speaks to PostgreSQL with. */
const own = ['packages/client', 'packages/verify', 'packages/server', 'packages/linkpin'];
const libraries = ['linkpin', 'pg'];

/** What no program reads when it runs. */
const needless =
  /\.(d\.[cm]?ts|map|md|markdown|flow|tsbuildinfo)$|\/(test|tests|docs|benchmark|benchmarks|example|examples)$/i;

const users = 'root:x:0:0:root:/:/nonexistent\nlinkpin:x:10001:10001:linkpin:/data:/nonexistent\n';

/** Files of the system that programs look for. */
const system = {
  'etc/passwd': users,
  'etc/group': 'root:x:0:\nlinkpin:x:10001:\n',
  'etc/nsswitch.conf': 'hosts: files dns\n',
};

/**
 * Gathers what deploy/Containerfile copies: Node, the libraries that the dynamic linker finds for it, and the app with the
 * libraries of package-lock.json. The packages must be built.
 *
 * @param node the Node that goes into the image
 * @param folder which is made
 */
export function gatherContext(node, folder) {
  const root = join(folder, 'root');
  mkdirSync(join(folder, 'volume', 'data'), { recursive: true, mode: 0o700 });
  addProgram(root, realpathSync(node.path), 'usr/bin/node');
  for (const [path, text] of Object.entries(system)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(root, 'tmp'), { mode: 0o1777 });
  chmodSync(join(root, 'tmp'), 0o1777);
  const app = join(root, 'app');
  for (const path of productionFolders(libraries)) {
    cpSync(at(path), join(app, path), { recursive: true, filter: (source) => isNeeded(source, at(path)) });
  }
  for (const path of own) unpack(at(path), app);
  copyFileSync(at('deploy', 'Containerfile'), join(folder, 'Containerfile'));
}

/** A library inside another is named by package-lock.json itself, if it is needed. */
const isNeeded = (source, folder) =>
  !needless.test(source.slice(folder.length)) && !source.slice(folder.length).includes('/node_modules');

/** Copies a program and the libraries that it is linked with, where the linker of the image looks for them. */
function addProgram(root, program, path) {
  const copy = (from, to) => {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    copyFileSync(from, join(root, to));
    chmodSync(join(root, to), 0o755);
  };
  copy(program, path);
  for (const [, library] of execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)) {
    copy(realpathSync(library), library);
  }
}

/** Puts a package of ours into node_modules as npm would publish it. */
function unpack(source, app) {
  const { name } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
  const packed = mkdtempSync(join(tmpdir(), 'linkpin-image-'));
  try {
    const args = ['pack', '--json', '--ignore-scripts', '--loglevel=error', '--pack-destination', packed];
    const [{ filename }] = JSON.parse(execFileSync('npm', args, { cwd: source, encoding: 'utf8' }));
    const target = join(app, 'node_modules', name);
    mkdirSync(target, { recursive: true });
    const left = ['--exclude=*.d.ts', '--exclude=*.map'];
    execFileSync('tar', [
      '-xzf',
      join(packed, filename),
      '-C',
      target,
      '--strip-components=1',
      '--no-same-owner',
      ...left,
    ]);
  } finally {
    rmSync(packed, { recursive: true });
  }
}
