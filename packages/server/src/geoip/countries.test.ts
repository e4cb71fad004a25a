import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { continentOf, countryName, isContinent, isInEuropeanUnion } from './countries.ts';

const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const codes = letters.flatMap((first) => letters.map((second) => first + second));
const countries = codes.filter((code) => continentOf(code) !== undefined);

describe('the table of countries', () => {
  it('has the 249 codes of ISO 3166-1 and Kosovo, each with a name', () => {
    assert.equal(countries.length, 250);
    for (const code of countries) assert.notEqual(countryName(code), code);
  });

  it('puts each on one of seven continents', () => {
    const continents = new Set(countries.map((code) => continentOf(code) ?? ''));
    assert.deepEqual([...continents].toSorted(), ['AF', 'AN', 'AS', 'EU', 'NA', 'OC', 'SA']);
    assert.ok([...continents].every(isContinent));
    const some = { NL: 'EU', TR: 'AS', EG: 'AF', MX: 'NA', BR: 'SA', NZ: 'OC', AQ: 'AN', GP: 'NA', XK: 'EU' };
    for (const [code, continent] of Object.entries(some)) assert.equal(continentOf(code), continent, code);
  });

  it('has 27 members of the European Union and the seven territories with codes of their own', () => {
    const members = countries.filter(isInEuropeanUnion);
    assert.equal(members.length, 27 + 7);
    for (const code of ['HR', 'IE', 'CY', 'AX', 'GF', 'RE']) assert.ok(isInEuropeanUnion(code), code);
    for (const code of ['GB', 'CH', 'NO', 'UA', 'GL', 'NC', 'AW']) assert.ok(!isInEuropeanUnion(code), code);
  });

  it('gives back a code that has no name', () => {
    assert.equal(countryName('AA'), 'AA');
    assert.equal(continentOf('AA'), undefined);
    assert.equal(isContinent('constructor'), false);
  });
});
