import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { at, filesBelow } from './paths.mjs';

const asset = /\.(css|js|svg|png|ico|woff2|webmanifest)$/;

/** Copies what tsc does not emit (styles, browser scripts, images) from src to dist. */
export function copyAssets() {
  for (const { name } of packages()) {
    for (const source of filesBelow(`packages/${name}/src`).filter((file) => asset.test(file))) {
      const target = source.replace('/src/', '/dist/');
      if (existsSync(at(target)) && readFileSync(at(target)).equals(readFileSync(at(source)))) continue;
      mkdirSync(dirname(at(target)), { recursive: true });
      copyFileSync(at(source), at(target));
    }
  }
}

/** Removes build output of deleted files, which would otherwise be published. */
export function removeOrphans() {
  for (const { name } of packages()) {
    for (const built of filesBelow(`packages/${name}/dist`)) {
      if (built.endsWith('.tsbuildinfo') || built.includes('/dist/one-file/')) continue;
      const source = built.replace('/dist/', '/src/');
      const origins = [source, source.replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts')];
      if (!origins.some((file) => existsSync(at(file)))) rmSync(at(built));
    }
  }
}

function packages() {
  return readdirSync(at('packages'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
}
