// What a transcript has is what the API document has, and a little more.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { devices, errors, jwk, pin, place, user } from '../../packages/linkpin/src/record/fields.ts';
import { findRoute } from '../../packages/linkpin/src/record/routes.ts';
import type { Rule } from '../../packages/linkpin/src/record/rules.ts';
import { plexNames } from '../../packages/server/src/protocols/constants/plex.ts';
import { plexSchemas } from '../../packages/server/src/openapi/plex-schemas.ts';
import { deviceFields } from '../../packages/linkpin/src/record/fields.ts';
import { documentedPaths } from '../support/openapi-schemas.ts';

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

const schemas = plexSchemas as unknown as Readonly<Record<string, Schema>>;

/** The members of a schema that have no rule. */
function missing(schema: Schema, rule: Rule | undefined, place: string): readonly string[] {
  const named = schema.$ref?.split('/').at(-1);
  if (named !== undefined) return missing(schemas[named] ?? {}, rule, place);
  if (rule === undefined) return [place];
  if (rule.is === 'list') return missing(schema.items ?? schema, rule.item, place);
  if (rule.is === 'emptied') return [];
  return Object.entries(schema.properties ?? {}).flatMap(([name, member]) =>
    missing(member, rule.is === 'record' ? rule.members[name] : undefined, `${place}.${name}`),
  );
}

test('every member of the answers to plex clients has a rule', () => {
  const rules: Readonly<Record<string, Rule>> = {
    PlexErrors: errors,
    PlexErrorV1: errors,
    PlexLocation: place,
    PlexPin: pin,
    PlexUser: user,
    PlexAccountV1: user,
    PlexDevice: devices,
    PlexResource: devices,
    PlexJwk: jwk,
  };
  assert.deepEqual(Object.keys(rules).toSorted(), Object.keys(schemas).toSorted());
  assert.deepEqual(
    Object.entries(schemas).flatMap(([name, schema]) => missing(schema, rules[name], name)),
    [],
  );
});

test('every name by which devices tell what they are has a rule', () => {
  assert.deepEqual(
    Object.values(plexNames)
      .map((name) => name.toLowerCase())
      .toSorted(),
    Object.keys(deviceFields).toSorted(),
  );
});

test('every path of plex clients is recorded, but those of other people and of linkpin alone', () => {
  const paths = Object.keys(documentedPaths).filter((path) =>
    /^\/(?:api\/v2|api\/resources|pins|users|devices)/.test(path),
  );
  const unrecorded = paths.filter((path) => findRoute(path.replaceAll(/\{\w+\}/g, '1')) === undefined);
  assert.deepEqual(unrecorded, ['/api/v2/pins/{id}/events']);
});
