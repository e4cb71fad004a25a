// `linkpin/testing`: plex.tv in the process of a test.
export type { Call } from './calls.ts';
export { emulator, type DecisionOptions, type EmulatedMediaServer, type Emulator, type PinOrCode } from './emulator.ts';
export { EmulatorError } from './error.ts';
export type { Fault, FaultOptions, Faults } from './faults.ts';
export type { EmulatedPin, EmulatedPinState } from './issued-pins.ts';
export type { EmulatorOptions, MediaServerOptions, PersonOptions, WorldOptions } from './options.ts';
export type { IssuerClient } from './issuer/issuer-site.ts';
export type { ProfileName } from './issuer/profiles.ts';
export type {
  Body,
  Exchange,
  Json,
  RecordedRequest,
  RecordedResponse,
  Texts,
  Transcript,
  XmlElement,
} from '../transcript/transcript.ts';
export type { Route } from './routes.ts';
export type { ScenarioName } from './scenarios.ts';
