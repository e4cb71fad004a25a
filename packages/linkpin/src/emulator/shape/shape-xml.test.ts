import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { XmlElement } from '../../transcript/transcript.ts';
import { shapeXml } from './shape-xml.ts';

/** Few names, so that two elements share some. */
const names = fc.constantFrom('pin', 'location', 'auth_token', 'Device', '__proto__');
const attributes = fc
  .uniqueArray(fc.tuple(fc.constantFrom('id', 'code', 'nil', '__proto__'), fc.constantFrom('', '1', 'true')), {
    selector: ([name]) => name,
    maxLength: 3,
  })
  .map((entries) => Object.fromEntries(entries) as Readonly<Record<string, string>>);
const elements = fc.letrec<{ element: XmlElement }>((tie) => ({
  element: fc.oneof(
    { depthSize: 'small' },
    fc.record({ name: names, attributes, text: fc.constantFrom('', 'text') }),
    fc.record({ name: names, attributes, children: fc.array(tie('element'), { maxLength: 3 }) }),
  ),
})).element;

/** The names of the parts of an element. */
const partsOf = ({ attributes: own = {}, children = [] }: XmlElement) => ({
  attributes: Object.keys(own),
  children: [...new Set(children.map(({ name }) => name))],
});

describe('the shape of XML', () => {
  it('has the recorded attributes and children in their order, and the values of ours, in any two elements', () => {
    const root = (element: XmlElement): XmlElement => ({ ...element, name: 'root', attributes: { id: '1' } });
    fc.assert(
      fc.property(elements, elements, attributes, (mine, theirs, other) => {
        const own = root(mine);
        const recorded = { ...root(theirs), attributes: { code: 'recorded', ...other, nil: 'false' } };
        const made = shapeXml(own, recorded);
        assert.deepEqual(partsOf(made).attributes, partsOf(recorded).attributes);
        assert.equal(made.attributes?.['code'], recorded.attributes.code);
        if ('id' in recorded.attributes) assert.equal(made.attributes?.['id'], '1');
        const [ours, recordedOnes] = [partsOf(own).children, partsOf(recorded).children];
        const isList = recordedOnes.length === 0 || (recordedOnes.length === 1 && ours.length === 0);
        assert.deepEqual(partsOf(made).children, isList ? ours : recordedOnes);
      }),
    );
  });

  it('leaves what is nil in one alone, and what was recorded without anything in it', () => {
    const nil = { name: 'auth_token', attributes: { nil: 'true' }, text: '' };
    assert.deepEqual(shapeXml(nil, { name: 'auth_token', text: 'token-1' }), nil);
    const token = { name: 'auth_token', text: 'live' };
    assert.deepEqual(shapeXml(token, nil), token);
    const features = { name: 'features', children: [{ name: 'feature', attributes: { id: 'live' } }] };
    assert.deepEqual(shapeXml(features, { name: 'features' }), features);
    const counted = { name: 'features', attributes: { size: '1' } };
    assert.deepEqual(shapeXml(counted, { name: 'features' }), counted);
  });

  it('shapes each entry of a list, and adds none to one that is empty', () => {
    const recorded = {
      name: 'MediaContainer',
      children: [{ name: 'Device', attributes: { id: '1000000001', vendor: 'vendor-1' } }],
    };
    const devices = ['7', '8'].map((id) => ({ name: 'Device', attributes: { token: 'live', id } }));
    assert.deepEqual(shapeXml({ name: 'MediaContainer', children: devices }, recorded).children, [
      { name: 'Device', attributes: { id: '7', vendor: 'vendor-1' } },
      { name: 'Device', attributes: { id: '8', vendor: 'vendor-1' } },
    ]);
    assert.deepEqual(shapeXml({ name: 'MediaContainer' }, recorded), { name: 'MediaContainer' });
  });
});
