// What the parts of the API's document share that are about OAuth.
import type { ClientAuthentication } from '../protocols/constants/oauth.ts';
import { list, type Part } from './compose.ts';

export const text: Part = { type: 'string' };
export const uri: Part = { type: 'string', format: 'uri' };
export const whole: Part = { type: 'integer' };
export const texts: Part = list(text);

/** A schema with a description. */
export const say = (schema: Part, description: string): Part => ({ ...schema, description });

export const authMethods: readonly ClientAuthentication['method'][] = [
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
];
