// How many tries the service may let through: a code looked up, a password checked, a read answered, a pin issued. The numbers
// are those of the decisions (10, 17, 23) and of docs/limits.md, and not read from the sources: a limit that is taken out there
// must not take its bound with it.

const minute = 60_000;
const hour = 60 * minute;

/** So many tries may be let through for each key (an account, a network), in each period. */
export interface Bound {
  readonly what: string;
  readonly most: number;
  /** In milliseconds. */
  readonly period: number;
}

/** An account is wrong ten times at most, then it waits. */
export const codesOfAccount: Bound = { what: 'codes guessed by one account', most: 10, period: 10 * minute };

/** Of 35 codes of four symbols a day five are for pins at home (decision 23). */
const shortOfAll: Bound = { what: 'codes of four symbols guessed at all pins', most: 30, period: 24 * hour };

/** An eighth of what is for anybody, and an eighth of what is for old accounts. */
const shortOfNetwork: Bound = { what: 'codes of four symbols guessed by one network', most: 10, period: 24 * hour };

/** Of 160 others a day an eighth is for pins at home. */
const longOfAll: Bound = { what: 'longer codes guessed at all pins', most: 140, period: 24 * hour };

const longOfNetwork: Bound = { what: 'longer codes guessed by one network', most: 40, period: 24 * hour };

/** What a guess at pins of everywhere counts for. */
export const codeBounds = (code: string): { readonly ofAll: Bound; readonly ofNetwork: Bound } =>
  code.length === 4 ? { ofAll: shortOfAll, ofNetwork: shortOfNetwork } : { ofAll: longOfAll, ofNetwork: longOfNetwork };

export const readsOfNetwork: Bound = { what: 'reads that missed from one network', most: 30, period: 10 * minute };

export const pinsOfNetwork: Bound = { what: 'pins that wait of one network', most: 100, period: 15 * minute };

export const pinsOfWideNetwork: Bound = { what: 'pins that wait of one /24', most: 400, period: 15 * minute };

/** Ten; two more where others filled the common lane. */
export const passwordsOfPair: Bound = { what: 'passwords of one name from one network', most: 12, period: hour };

/** Ten for the browser that is known, and ten for the name in its network. */
export const passwordsOfBrowser: Bound = { what: 'passwords of one name from its own browser', most: 20, period: hour };

/** Thirty, then two for each of the twenty names. */
export const passwordsOfFewNames: Bound = { what: 'passwords of 20 names from one network', most: 70, period: hour };

/** Thirty, then two from each of the forty networks. */
export const passwordsOfFewNetworks: Bound = {
  what: 'passwords of one name from 40 networks',
  most: 110,
  period: hour,
};

/** Thirty an hour, and two hundred a day in the slow lane. */
export const passwordsOfNetwork: Bound = { what: 'passwords from one network', most: 230, period: hour };

/** Thirty an hour, and two thousand a day in the slow lane. */
export const passwordsOfName: Bound = { what: 'passwords of one name', most: 2030, period: hour };

export const mailsOfNetwork: Bound = { what: 'reset links asked for by one network', most: 5, period: hour };

export const mailsOfAddress: Bound = { what: 'reset links asked for to one address', most: 3, period: hour };

export const mailsOfAll: Bound = { what: 'reset links asked for in all', most: 200, period: hour };

export const passwordsOfSession: Bound = { what: 'passwords in an open session', most: 10, period: hour };
