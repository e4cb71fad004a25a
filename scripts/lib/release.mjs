// What has to hold before anything is published. Pure: the task gathers the facts.

/** The packages, each after what it depends on. */
export const packages = ['verify', 'client', 'server', 'linkpin'];

/**
 * What keeps a release from being published, a sentence each; none when it may be.
 *
 * @param facts.repository the place in publisher.json
 * @param facts.manifests the packages' manifests
 * @param facts.changelog the text of CHANGELOG.md
 * @param facts.changesets names of the changesets that are not part of a version yet
 * @param facts.tag the tag that is to be published; undefined where nobody has set one
 * @param facts.isClean whether everything is committed
 */
export function whyNotPublished({ repository, manifests, changelog, changesets, tag, isClean }) {
  const versions = new Set(manifests.map(({ version }) => version));
  const [version] = versions;
  const own = manifests.flatMap(({ name, dependencies = {} }) =>
    Object.entries(dependencies)
      .filter(([library, range]) => manifests.some((other) => other.name === library) && range !== version)
      .map(
        ([library, range]) =>
          `${name} depends on ${library} ${range}, and this is ${version}: they are published together.`,
      ),
  );
  return [
    ...(/^https:\/\/\S+\/\S+$/.test(repository)
      ? []
      : [
          'publisher.json names no repository: write its https address there. Provenance and the links of each package need it.',
        ]),
    ...(versions.size === 1 ? [] : [`The packages have different versions: ${[...versions].join(', ')}.`]),
    ...own,
    ...(changelog.split('\n').includes(`## ${version}`) ? [] : [`CHANGELOG.md has no heading "## ${version}".`]),
    ...(changesets.length === 0
      ? []
      : [`Changes are not in a version yet (${changesets.join(', ')}): npm run release -- version.`]),
    ...(tag === undefined || tag === `v${version}` ? [] : [`The tag is ${tag}, and the version ${version}.`]),
    ...(isClean ? [] : ['Not everything is committed.']),
  ];
}

/** A manifest with what everybody looks for who has only the package. */
export function withRepository(manifest, repository, folder) {
  return {
    ...manifest,
    repository: { type: 'git', url: `git+${repository}.git`, directory: `packages/${folder}` },
    homepage: `${repository}#readme`,
    bugs: `${repository}/issues`,
  };
}
