import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createRouteTable } from './route-table.ts';
import { apiRoutes, type ApiRoute } from './routes.ts';

const nothing = (): never => assert.fail('nobody calls it');
const routes: readonly ApiRoute[] = [
  ['PUT', '/pins/link', nothing],
  ['DELETE', '/pins/link', nothing],
  ['GET', '/pins/:id', nothing],
  ['DELETE', '/pins/:id', nothing, { endings: ['xml', 'json'] }],
  ['GET', '/users/:uuid/avatar', nothing],
  ['GET', '/:/ip', nothing],
];
const table = createRouteTable(routes);
const indexOf = (route: ApiRoute | undefined): number => routes.findIndex((other) => other === route);

describe('the route table', () => {
  it('finds a path spelled out before one with a part', () => {
    assert.equal(indexOf(table.find('DELETE', '/pins/link', 'xml')?.route), 1);
    assert.equal(indexOf(table.find('GET', '/pins/link', null)?.route), 2);
    assert.equal(indexOf(table.find('GET', '/:/ip', null)?.route), 5);
  });

  it('tells the part, and no other', () => {
    const found = table.find('GET', '/users/a%2Fb/avatar', null);
    assert.equal(found?.part('uuid'), 'a%2Fb');
    assert.throws(() => found.part('id'), TypeError);
    assert.throws(() => table.find('PUT', '/pins/link', null)?.part('id'), TypeError);
    assert.equal(table.find('GET', '/pins/:id', null)?.part('id'), ':id');
  });

  it('knows a path by its endings, and by all of its methods', () => {
    assert.equal(table.find('DELETE', '/pins/1', null), undefined);
    assert.equal(indexOf(table.find('DELETE', '/pins/1', 'xml')?.route), 3);
    assert.deepEqual(table.at('/pins/link', 'xml').map(indexOf), [0, 1, 2, 3]);
    assert.deepEqual(table.at('/pins/1', null).map(indexOf), [2]);
    for (const path of [
      '/pins',
      '/pins/',
      '/pins/1/',
      '/pins/1/2',
      '/users//avatar',
      '/users/avatar',
      '/users/a/b/avatar',
      '',
    ]) {
      assert.deepEqual(table.at(path, null), [], path);
    }
  });

  it('finds every route of the API by the path that it says, whatever stands for its part', () => {
    const part = fc.stringMatching(/^[^/]+$/);
    fc.assert(
      fc.property(fc.constantFrom(...apiRoutes), part, ([method, path, , rules], text) => {
        const asked = path.replace(/:\w+/, () => text);
        const spelledOut = apiRoutes.some(([, other]) => other === asked && other !== path);
        fc.pre(!spelledOut);
        const found = createRouteTable(apiRoutes).find(method, asked, rules?.endings?.[0] ?? null);
        assert.equal(found?.route[1], path);
        const name = /:(\w+)/.exec(path)?.[1];
        if (name !== undefined) assert.equal(found?.part(name), text);
      }),
    );
  });

  it('takes no route that names two parts', () => {
    assert.throws(() => createRouteTable([['GET', '/a/:b/:c', nothing]]), TypeError);
  });
});
