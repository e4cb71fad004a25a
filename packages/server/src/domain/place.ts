// Pure: no I/O, no clock, no randomness.

/** Where an address seems to be. Text is never empty; what is not known is null. */
export interface Place {
  /** ISO 3166-1 alpha-2. */
  readonly countryCode: string;
  /** Two letters: AF AN AS EU NA OC SA. */
  readonly continentCode: string;
  readonly country: string;
  readonly city: string | null;
  readonly inEuropeanUnion: boolean;
  /** IANA time zone name. */
  readonly timeZone: string | null;
  readonly postalCode: string | null;
  /** Largest first: state, then county. */
  readonly subdivisions: readonly string[];
  /** Degrees. */
  readonly latitude: number | null;
  readonly longitude: number | null;
}
