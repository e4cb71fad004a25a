import type { ListedBlock } from '@linkpin/server';

/** Who created a block, as shown in the table. */
const makers: Readonly<Record<ListedBlock['by'], string>> = {
  person: 'a person',
  reports: 'reports of people',
  operator: 'you',
};

const day = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** The cells of a block in a table. */
export const blockRow = ({ shortId, name, requesterKey, until, by }: ListedBlock): readonly string[] => [
  shortId,
  name,
  requesterKey,
  day(until),
  makers[by],
];

/** A block as `--json` prints it. */
export const blockFacts = (block: ListedBlock): Readonly<Record<string, string>> => ({
  id: block.shortId,
  name: block.name,
  mark: block.requesterKey,
  by: block.by,
  at: new Date(block.at).toISOString(),
  until: new Date(block.until).toISOString(),
});
