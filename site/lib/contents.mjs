// What the site has, in the order in which it is read. Paths are those of the repository.

/**
 * Sections of the site, each with a side bar of its own; `short` is a section's name in the bar at the top. A page is a path in
 * the repository, or of what is generated, and a title where the page's own is too long. Decisions and sources stay in the
 * repository.
 */
export const contents = [
  {
    slug: 'start',
    short: 'Start',
    title: 'Start in five minutes',
    pages: [
      ['packages/client/README.md', 'Apps for Plex'],
      ['docs/emulator.md', 'Test a Plex app offline'],
      ['docs/oauth.md', 'Your devices (RFC 8628)'],
      ['docs/openid.md', 'OpenID Connect'],
      ['docs/authorize.md', 'By redirect'],
      ['docs/cli-sign-in.md', 'Your command line'],
      ['docs/agents.md', 'Agents and MCP'],
      ['docs/deploy.md', 'Run it'],
    ],
  },
  {
    slug: 'guides',
    title: 'Guides',
    pages: [
      ['docs/sign-in.md'],
      ['docs/embedding.md'],
      ['docs/verify.md'],
      ['docs/waiting.md'],
      ['docs/nearby.md'],
      ['docs/plexjs.md'],
      ['docs/record.md'],
      ['docs/face.md'],
      ['docs/languages.md'],
      ['docs/mail.md'],
      ['docs/places.md'],
    ],
  },
  {
    slug: 'operate',
    title: 'Operate',
    pages: [
      ['docs/operate.md'],
      ['docs/proxies.md'],
      ['docs/cluster.md'],
      ['docs/sizing.md'],
      ['docs/metrics.md'],
      ['docs/traces.md'],
      ['docs/logs.md'],
      ['docs/doctor.md'],
      ['docs/webhooks.md'],
      ['docs/upgrade.md'],
    ],
  },
  {
    slug: 'promises',
    short: 'Guarantees',
    title: 'Guarantees and limits',
    pages: [
      ['SECURITY.md'],
      ['docs/cross-device.md'],
      ['docs/limits.md'],
      ['docs/rules.md'],
      ['docs/plex-compat.md'],
      ['docs/conformance.md'],
      ['BENCHMARKS.md'],
    ],
  },
  {
    slug: 'reference',
    title: 'Reference',
    pages: [
      ['docs/settings.md'],
      ['reference/command.md'],
      ['reference/api.md'],
      ['reference/types-client.md'],
      ['reference/types-verify.md'],
      ['reference/types-testing.md'],
      ['docs/openapi.md'],
      ['packages/linkpin/README.md', 'linkpin'],
      ['GLOSSARY.md'],
    ],
  },
  {
    slug: 'project',
    short: 'Project',
    title: 'The project',
    pages: [['CHANGELOG.md'], ['docs/releases.md']],
  },
];

/** Pages of which the site has a longer one. */
export const insteadOf = {
  'packages/server/README.md': 'docs/embedding.md',
  'packages/verify/README.md': 'docs/verify.md',
};
