// The image as `npm run image` builds it.
import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What the image says of how it is run. */
export interface ImageConfig {
  readonly user: string;
  readonly env: Readonly<Record<string, string>>;
  readonly entrypoint: readonly string[];
  readonly command: readonly string[];
  /** What tells whether a container is well. */
  readonly health: readonly string[];
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
}

/** An image, unpacked. Disposing removes all of it. */
export interface Image extends AsyncDisposable {
  /** Its files. */
  readonly root: string;
  readonly config: ImageConfig;
  /** How large its files are, in bytes. */
  readonly size: number;
}

interface Builder {
  readonly imageName: string;
  buildah(storage: string, args: readonly string[]): Promise<string>;
  buildImage(node: { readonly path: string }, storage: string, version: string): Promise<void>;
}

interface Inspected {
  readonly Docker: {
    readonly config: {
      readonly User: string;
      readonly Env: readonly string[];
      readonly Entrypoint: readonly string[];
      readonly Cmd: readonly string[];
      readonly Healthcheck?: { readonly Test: readonly string[] };
      readonly Volumes: Readonly<Record<string, object>>;
      readonly ExposedPorts: Readonly<Record<string, object>>;
    };
  };
}

const builderPath = new URL('../../scripts/lib/build-image.mjs', import.meta.url).href;

/**
 * Unpacks the image: the one that a runner has built (LINKPIN_IMAGE_STORAGE), else one that is built here, from the packages as
 * they are built.
 */
export async function openImage(): Promise<Image> {
  const { buildah, buildImage, imageName } = (await import(builderPath)) as Builder;
  const given = process.env['LINKPIN_IMAGE_STORAGE'];
  const storage = given ?? mkdtempSync(join(tmpdir(), 'linkpin-buildah-'));
  const remove = (): void => {
    if (given === undefined) rmSync(storage, { recursive: true, force: true });
  };
  try {
    if (given === undefined) await buildImage({ path: process.execPath }, storage, '0.0.0-test');
    const { Docker } = JSON.parse(await buildah(storage, ['inspect', '--type', 'image', imageName])) as Inspected;
    const container = await buildah(storage, ['from', '--pull-never', imageName]);
    const root = await buildah(storage, ['mount', container]);
    return {
      root,
      config: configOf(Docker),
      size: sizeOf(root),
      async [Symbol.asyncDispose]() {
        await buildah(storage, ['umount', container]);
        await buildah(storage, ['rm', container]);
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

const configOf = ({ config }: Inspected['Docker']): ImageConfig => ({
  user: config.User,
  env: Object.fromEntries(
    config.Env.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  ),
  entrypoint: config.Entrypoint,
  command: config.Cmd,
  health: config.Healthcheck?.Test.slice(1) ?? [],
  volumes: Object.keys(config.Volumes),
  ports: Object.keys(config.ExposedPorts),
});

/** The bytes of all files below a folder; links are not followed. */
function sizeOf(folder: string): number {
  const entries = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return entries.reduce((sum, name) => {
    const found = lstatSync(join(folder, name));
    return found.isFile() ? sum + found.size : sum;
  }, 0);
}
