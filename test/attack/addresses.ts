// Where people and attackers are. All of it public space, so that it counts as what it is.

const from = (low: number, count: number): number => low + Math.floor(Math.random() * count);

/** The address that the attacker and some honest people are behind, as customers of one provider. */
export const sharedAddress = '100.128.7.7';

/** The attacker's own address. */
export const attackerAddress = '45.83.220.10';

/** Any address of a household with IPv4, or of a phone. */
export const anyHome = (): string => `93.${from(184, 32)}.${from(0, 256)}.${from(1, 254)}`;
export const anyMobile = (): string => `80.${from(128, 64)}.${from(0, 256)}.${from(1, 254)}`;

/** Any address of the attacker's rented /24. */
export const anyOfOneNetwork = (): string => `45.83.221.${from(1, 254)}`;

/** Any address of the many IPv6 /48 that a tunnel broker gives away. */
export const anyOfManyNetworks = (): string =>
  `2a0e:${from(0x1000, 0xe000).toString(16)}:${from(1, 0xfffe).toString(16)}:${from(0, 0xffff).toString(16)}::${from(1, 0xffff).toString(16)}`;

/** Any hijacked machine, all over the internet. */
export const anyBot = (): string => `${from(176, 15)}.${from(0, 256)}.${from(0, 256)}.${from(1, 254)}`;

/** The address of some office in which the attacker has accounts. */
export const officeAddress = '45.83.226.1';

/** An address in the nth of many networks that have nothing to do with each other. */
export const nthStreet = (index: number): string => `151.${(index >> 8) & 0xff}.${index & 0xff}.9`;
