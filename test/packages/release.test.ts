// What keeps a version from being published.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Facts {
  readonly repository: string;
  readonly manifests: readonly {
    readonly name: string;
    readonly version: string;
    readonly dependencies: Readonly<Record<string, string>>;
  }[];
  readonly changelog: string;
  readonly changesets: readonly string[];
  readonly tag: string | undefined;
  readonly isClean: boolean;
}

/** What of scripts/lib/release.mjs is needed. */
interface Release {
  readonly whyNotPublished: (facts: Facts) => readonly string[];
  readonly withRepository: (manifest: object, repository: string, folder: string) => object;
}

const { whyNotPublished, withRepository } = (await import(
  new URL('../../scripts/lib/release.mjs', import.meta.url).href
)) as Release;

const ready: Facts = {
  repository: 'https://example.org/linkpin/linkpin',
  manifests: [
    { name: '@linkpin/verify', version: '0.2.0', dependencies: { jose: '^6.2.17' } },
    { name: 'linkpin', version: '0.2.0', dependencies: { '@linkpin/verify': '0.2.0' } },
  ],
  changelog: '# Changelog\n\n## 0.2.0\n\n- Something.\n',
  changesets: [],
  tag: 'v0.2.0',
  isClean: true,
};

describe('a version', () => {
  it('can be published when everything is there, tagged or not', () => {
    assert.deepEqual(whyNotPublished(ready), []);
    assert.deepEqual(whyNotPublished({ ...ready, tag: undefined }), []);
  });

  const [verify, linkpin] = ready.manifests;
  const faults: Readonly<Record<string, readonly [Partial<Facts>, RegExp]>> = {
    'no repository': [{ repository: '' }, /^publisher\.json names no repository/],
    'a repository that is no https address': [{ repository: 'git@example.org:linkpin' }, /^publisher\.json/],
    'two versions': [
      { manifests: [{ ...verify!, version: '0.2.1' }, linkpin!] },
      /^The packages have different versions/,
    ],
    'a package that wants another version of its neighbour': [
      { manifests: [verify!, { ...linkpin!, dependencies: { ...linkpin!.dependencies, '@linkpin/verify': '0.1.0' } }] },
      /^linkpin depends on @linkpin\/verify 0\.1\.0/,
    ],
    'no heading in the changelog': [
      { changelog: '# Changelog\n\n## Unreleased\n' },
      /^CHANGELOG\.md has no heading "## 0\.2\.0"/,
    ],
    'changes without a version': [{ changesets: ['react.md'] }, /^Changes are not in a version yet \(react\.md\)/],
    'another tag': [{ tag: 'v0.3.0' }, /^The tag is v0\.3\.0, and the version 0\.2\.0/],
    'something that is not committed': [{ isClean: false }, /^Not everything is committed/],
  };
  for (const [fault, [change, reason]] of Object.entries(faults)) {
    it(`cannot with ${fault}`, () => {
      const reasons = whyNotPublished({ ...ready, ...change });
      assert.ok(
        reasons.some((sentence) => reason.test(sentence)),
        reasons.join('\n'),
      );
    });
  }

  it('says in each package where it comes from', () => {
    assert.deepEqual(withRepository({ name: 'linkpin' }, ready.repository, 'linkpin'), {
      name: 'linkpin',
      repository: { type: 'git', url: 'git+https://example.org/linkpin/linkpin.git', directory: 'packages/linkpin' },
      homepage: 'https://example.org/linkpin/linkpin#readme',
      bugs: 'https://example.org/linkpin/linkpin/issues',
    });
  });

  it('of this repository is refused while nobody has said where it is published from', () => {
    const { status, stderr, stdout } = spawnSync('node', [join(root, 'scripts/run.mjs'), 'release'], {
      encoding: 'utf8',
    });
    const { repository } = JSON.parse(readFileSync(join(root, 'publisher.json'), 'utf8')) as {
      readonly repository: string;
    };
    if (repository === '') assert.match(`${stdout}${stderr}`, /publisher\.json names no repository/);
    assert.equal(status, repository === '' ? 1 : status);
  });
});

describe('the workflows', () => {
  const folder = join(root, '.github/workflows');
  for (const name of readdirSync(folder)) {
    it(`${name}: every action is pinned by its hash, nothing runs with the rights of a stranger's pull request`, () => {
      const text = readFileSync(join(folder, name), 'utf8');
      const { on, permissions, jobs } = parse(text) as {
        readonly on: object;
        readonly permissions: unknown;
        readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly uses?: string }[] }>>;
      };
      assert.deepEqual(permissions, { contents: 'read' });
      assert.equal('pull_request_target' in on || 'workflow_run' in on, false);
      const used = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
      for (const action of used) assert.match(action, /^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      assert.doesNotMatch(text, /secrets\.|NPM_TOKEN|NODE_AUTH_TOKEN/);
    });
  }
});

describe('the issue forms', () => {
  const folder = join(root, '.github/ISSUE_TEMPLATE');
  for (const name of readdirSync(folder).filter((file) => file !== 'config.yml')) {
    it(`${name} has a name, says what it is for, and asks for something`, () => {
      const form = parse(readFileSync(join(folder, name), 'utf8')) as {
        readonly name: string;
        readonly description: string;
        readonly body: readonly { readonly type: string; readonly id?: string }[];
      };
      assert.ok(form.name && form.description);
      const ids = form.body.filter(({ type }) => type !== 'markdown').map(({ id }) => id);
      assert.ok(ids.length > 0 && ids.every((id) => /^\w+$/.test(id ?? '')));
      assert.equal(new Set(ids).size, ids.length);
    });
  }
});
