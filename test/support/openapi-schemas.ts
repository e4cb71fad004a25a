// The document's schemas, closed: an answer may have no member that the document does not name.
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { openApi } from '../../packages/server/src/openapi/document.ts';
import { oldSchemas } from '../../packages/server/src/openapi/plex-schemas.ts';

/** One answer of an operation, as the document has it. */
export interface Documented {
  readonly content?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
}

/** One operation, as the document has it. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Documented | { readonly $ref: string }>>;
}

const openDocument = openApi('https://linkpin.test');

/** Operations by path and method. */
export const documentedPaths = openDocument['paths'] as unknown as Readonly<
  Record<string, Readonly<Record<string, DocumentedOperation>>>
>;

const named = (openDocument['components'] as unknown as { readonly responses: Readonly<Record<string, Documented>> })
  .responses;

/** An answer of an operation, and where it stands in the document. */
export function responseOf(path: string, method: string, status: number): [Documented, readonly string[]] | undefined {
  const response = documentedPaths[path]?.[method]?.responses[status];
  if (response === undefined) return undefined;
  if (!('$ref' in response)) return [response, ['paths', path, method, 'responses', String(status)]];
  const name = response.$ref.split('/').at(-1) ?? '';
  return [named[name] ?? {}, ['components', 'responses', name]];
}

/** Schemas with `additionalProperties: false` wherever members are named. */
function closed(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(closed);
  if (typeof part !== 'object' || part === null) return part;
  const members = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isObject = 'type' in part && part.type === 'object' && 'properties' in part;
  return isObject ? { ...members, additionalProperties: false } : members;
}

/** A document against which only this is valid: what the generated SDKs of 2024 alone are answered with is not, for others. */
function makeValidator(isOldSdk: boolean): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (formats as unknown as (to: Ajv2020) => void)(ajv);
  const document = closed(openDocument) as { readonly components: { readonly schemas: Record<string, unknown> } };
  for (const name of Object.keys(isOldSdk ? {} : oldSchemas)) document.components.schemas[name] = false;
  ajv.addSchema(document, 'document');
  return ajv;
}

const validators = new Map<boolean, Ajv2020>();

const pointer = (...parts: readonly string[]): string =>
  parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');

/** What is wrong with a JSON body of the answer at this place; undefined when nothing is. */
export function wrongIn(place: readonly string[], body: unknown, isOldSdk: boolean): string | undefined {
  const ajv = validators.get(isOldSdk) ?? makeValidator(isOldSdk);
  validators.set(isOldSdk, ajv);
  const at = pointer(...place, 'content', 'application/json', 'schema');
  const validate: ValidateFunction | undefined = ajv.getSchema(`document#/${at}`);
  if (validate === undefined) return `no schema at ${at}`;
  return validate(body) === true ? undefined : ajv.errorsText(validate.errors, { separator: '\n' });
}
