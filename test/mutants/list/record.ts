import type { Mutant } from '../mutant.ts';

const record = 'packages/linkpin/src/record';
const transcript = 'packages/linkpin/src/transcript';
const secrets = [`${record}/secrets.test.ts`];
const reader = [`${transcript}/transcript.test.ts`];

/** What keeps a transcript from having what is somebody's, and from doing harm where it is played. */
export const recordMutants: readonly Mutant[] = [
  {
    name: 'a transcript has headers with any value',
    file: `${record}/clean-headers.ts`,
    symbol: 'cleanHeaders',
    guard: ' && listed[name]?.test(text) === true',
    without: '',
    tests: secrets,
    named: 'what is left out is told',
  },
  {
    name: 'a transcript has messages of errors that nobody knows',
    file: `${record}/clean-scalar.ts`,
    symbol: 'cleanScalar',
    guard: 'rule.words.includes(value) ? value : undefined',
    without: 'value',
    tests: secrets,
    named: 'no secret is in a transcript',
  },
  {
    name: 'a transcript has attributes of XML that have no rule',
    file: `${record}/clean-xml.ts`,
    symbol: 'cleanXml',
    guard: 'if (text === undefined) notes.leave(name, value);',
    without: 'if (text === undefined) return [[name, value] as const];',
    tests: secrets,
    named: 'no secret is in a transcript',
  },
  {
    name: 'names that a person chose are told in what was left out',
    file: `${record}/notes.ts`,
    symbol: 'createLeftOut',
    guard: `isName ? name : '?'`,
    without: 'name',
    tests: secrets,
    named: 'what is left out is told',
  },
  {
    name: 'names that were replaced are told in what was left out',
    file: `${record}/sanitize.ts`,
    symbol: 'transcriptOf',
    guard: 'leftOut.list(isReplaced)',
    without: 'leftOut.list(() => false)',
    tests: secrets,
    named: 'what is left out is told',
  },
  {
    name: 'paths that are not recorded are told in full',
    file: `${record}/routes.ts`,
    symbol: 'shownPath',
    guard: `words.has(part) ? part : '*'`,
    without: 'part',
    tests: secrets,
    named: 'what is left out is told',
  },
  {
    name: 'a recorder leads to every host',
    file: `${record}/entrance.ts`,
    symbol: 'createForwardEntrance',
    guard: 'if (!(plexHosts as readonly string[]).includes(host))',
    without: 'if (false)',
    tests: [`${record}/entrance.test.ts`],
    named: 'leads to plex.tv alone',
  },
  {
    name: 'a recorder takes any certificate where the environment says so',
    file: `${record}/upstream.ts`,
    symbol: 'openUpstream',
    guard: ', rejectUnauthorized: true',
    without: '',
    tests: [`${record}/upstream.test.ts`],
  },
  {
    name: 'a transcript from somebody else has any header',
    file: `${transcript}/read.ts`,
    symbol: 'readTranscript',
    guard: "if (pattern === undefined) throw new TranscriptError(place, 'is not a header that a transcript has');",
    without: 'if (pattern === undefined) return;',
    tests: reader,
  },
  {
    name: 'a transcript from somebody else has markup',
    file: `${transcript}/texts.ts`,
    symbol: 'problemOf',
    guard: '!safe.test(text)',
    without: 'false',
    tests: reader,
  },
  {
    name: 'a transcript from somebody else leads elsewhere',
    file: `${transcript}/texts.ts`,
    symbol: 'problemOf',
    guard: 'if (!addressLike.test(text)) return undefined;',
    without: 'return undefined;',
    tests: reader,
  },
  {
    name: 'a transcript from somebody else has JSON under the type of a page',
    file: `${transcript}/read.ts`,
    symbol: 'readTranscript',
    guard: 'media === undefined || !(media in sent)',
    without: 'false',
    tests: reader,
  },
];
