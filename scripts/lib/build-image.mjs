import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gatherContext } from './image-context.mjs';
import { capture } from './spawn.mjs';

/** What the image is called. */
export const imageName = 'localhost/linkpin';

/**
 * How buildah works where there is no engine, no overlay and no user namespace. The format is Docker's: OCI's has no place
 * for a health check, which buildah would drop.
 */
const driver = ['--storage-driver', 'vfs'];
const building = ['bud', '--isolation', 'chroot', '--format', 'docker', '--quiet'];

/** Runs buildah. @param storage where it keeps its images @returns what it printed */
export async function buildah(storage, args) {
  const places = ['--root', join(storage, 'root'), '--runroot', join(storage, 'run')];
  const { code, output } = await capture('buildah', [...places, ...driver, ...args]);
  if (code !== 0) throw new Error(`buildah ${args[0]} failed:\n${output}`);
  return output.trim();
}

/**
 * Builds the image of deploy/Containerfile, and lets `work` have it. The packages must be built.
 *
 * @param node the Node that goes into it
 * @param version its label and tag
 * @param work gets the folder where buildah keeps it, which is gone afterwards, and a Node whose tests take it from there
 */
export async function withImage(node, version, work) {
  const storage = mkdtempSync(join(tmpdir(), 'linkpin-buildah-'));
  try {
    await buildImage(node, storage, version);
    return await work(storage, { ...node, env: { ...node.env, LINKPIN_IMAGE_STORAGE: storage } });
  } finally {
    rmSync(storage, { recursive: true, force: true });
  }
}

/** @param storage where buildah keeps it */
export async function buildImage(node, storage, version) {
  const context = mkdtempSync(join(tmpdir(), 'linkpin-image-'));
  try {
    gatherContext(node, context);
    const tags = ['--tag', `${imageName}:${version}`, '--tag', `${imageName}:latest`];
    await buildah(storage, [...building, '--build-arg', `VERSION=${version}`, ...tags, context]);
  } finally {
    rmSync(context, { recursive: true });
  }
}
