// The Helm chart, rendered by the language and the functions of Helm, and held to the schemas of Kubernetes. Helm itself cannot
// be had here; what it would do with a cluster is not tried.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { parse, parseAllDocuments } from 'yaml';
import { fields } from '../../packages/linkpin/src/settings/fields.ts';
import { environment, run, temporaryFolder } from '../command/linkpin.ts';
import { findFaults, type Manifest } from './manifests.ts';
import { createRenderer, type Renderer, type Values } from './render.ts';

const cluster = {
  publicUrl: 'https://link.example.org/tv',
  store: { url: 'postgres://linkpin@db.example/linkpin', passwordSecret: { name: 'database' } },
  keysSecret: { name: 'linkpin-keys' },
  trustedProxies: ['10.0.0.0/8'],
};
const home = { publicUrl: 'https://link.example.org', replicas: 1 };
const whole = {
  ...cluster,
  replicas: 5,
  settings: {
    name: 'Home',
    workers: 2,
    demo: false,
    mailServer: 'smtp://linkpin@mail.example:587',
    mailFrom: 'a@example.org',
  },
  secretSettings: { LINKPIN_MAIL_PASSWORD: { name: 'mail', key: 'password' } },
  image: { repository: 'registry.example/linkpin', tag: '1.2.3', pullPolicy: 'Always', pullSecrets: ['registry'] },
  service: { type: 'NodePort', port: 8080 },
  ingress: { enabled: true, className: 'nginx', annotations: { a: 'b' }, tlsSecret: 'link-tls' },
  networkPolicy: {
    from: [{ namespaceSelector: { matchLabels: { name: 'ingress' } } }],
    egress: [{ ports: [{ port: 5432, protocol: 'TCP' }] }],
  },
  metrics: { enabled: true, from: [{ podSelector: { matchLabels: { app: 'prometheus' } } }] },
  podAnnotations: { note: 'yes' },
  nodeSelector: { disk: 'ssd' },
  tolerations: [{ key: 'a', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
};

describe('the chart', () => {
  let renderer: Renderer;
  before(() => {
    renderer = createRenderer();
  });
  after(() => renderer[Symbol.dispose]());

  function manifests(values: Values): readonly Manifest[] {
    const rendered = renderer.render(values);
    if ('refused' in rendered) throw new Error(rendered.refused);
    return Object.entries(rendered.files)
      .filter(([name]) => name.endsWith('.yaml'))
      .flatMap(([, text]) => parseAllDocuments(text))
      .map((document) => {
        assert.deepEqual(document.errors, []);
        return document.toJS() as Manifest | null;
      })
      .filter((manifest) => manifest !== null);
  }

  const refusal = (values: Values): string => {
    const rendered = renderer.render(values);
    return 'refused' in rendered ? rendered.refused : 'taken';
  };

  const kinds = (values: Values): readonly string[] =>
    manifests(values)
      .map(({ kind }) => kind)
      .toSorted();

  it('makes what a home, a cluster and one with everything need, as Kubernetes takes it', async () => {
    assert.deepEqual(kinds(home), ['ConfigMap', 'Deployment', 'NetworkPolicy', 'PersistentVolumeClaim', 'Service']);
    assert.deepEqual(kinds(cluster), ['ConfigMap', 'Deployment', 'NetworkPolicy', 'PodDisruptionBudget', 'Service']);
    assert.deepEqual(kinds(whole), [
      'ConfigMap',
      'Deployment',
      'Ingress',
      'NetworkPolicy',
      'PodDisruptionBudget',
      'Service',
      'Service',
    ]);
    assert.deepEqual(await findFaults([home, cluster, whole].flatMap(manifests)), []);
  });

  it('would be told of a key that Kubernetes does not know, and of a wrong type', async () => {
    const [deployment] = manifests(home).filter(({ kind }) => kind === 'Deployment');
    assert.ok(deployment);
    const typed = { ...deployment, spec: { ...(deployment.spec as object), replica: 3 } };
    const wrong = { ...deployment, spec: { ...(deployment.spec as object), replicas: 'three' } };
    assert.match((await findFaults([typed])).join('\n'), /'"replica"' does not exist/);
    assert.match((await findFaults([wrong])).join('\n'), /replicas must be integer/);
  });

  it('refuses what cannot work, and values that it does not know', () => {
    assert.match(refusal({}), /publicUrl/);
    assert.match(refusal({ publicUrl: '' }), /publicUrl/);
    assert.match(refusal({ publicUrl: 'link.example.org' }), /publicUrl/);
    assert.match(refusal({ ...home, replicas: 2 }), /More than one replica need a PostgreSQL store/);
    assert.match(refusal({ ...cluster, keysSecret: { name: '' } }), /need the same keys/);
    assert.match(refusal({ ...cluster, store: { url: 'postgres://linkpin:secret@db/linkpin' } }), /pattern/);
    for (const values of [
      { replica: 3 },
      { image: { repo: 'x' } },
      { metrics: { enable: true } },
      { store: { password: 'x' } },
      { settings: { publicUrl: 'https://other.example' } },
      { settings: { mailPassword: 'in plain sight' } },
      { secretSettings: { PATH: { name: 'x' } } },
    ]) {
      assert.match(refusal({ ...cluster, ...values }), /additional|propertyName|not|required/, JSON.stringify(values));
    }
  });

  it('gives the settings to a service that takes them, with no secret among them', async (t) => {
    const [settings] = manifests(whole).filter(({ kind }) => kind === 'ConfigMap');
    const text = settings?.data?.['linkpin.yml'] ?? '';
    assert.deepEqual(parse(text), {
      ...whole.settings,
      publicUrl: cluster.publicUrl,
      store: cluster.store.url,
      trustedProxies: cluster.trustedProxies,
    });
    const folder = await temporaryFolder(t);
    writeFileSync(`${folder}/linkpin.yml`, text);
    const shown = await run(['config', '--config', `${folder}/linkpin.yml`, '--json'], environment(folder));
    assert.equal(shown.code, 0, shown.stderr);
    const secrets = fields
      .filter(({ description }) => description.includes('best kept in a file'))
      .map(({ key }) => key);
    assert.ok(secrets.length >= 2);
    for (const key of secrets) assert.match(refusal({ ...home, settings: { [key]: 'x' } }), /not|propertyName/, key);
  });

  it('runs as the image is meant to be run, and has probes that a database out of reach does not fail', () => {
    interface Container {
      readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
      readonly args: readonly string[];
      readonly securityContext: object;
      readonly livenessProbe: { readonly httpGet: { readonly path: string } };
      readonly readinessProbe: { readonly httpGet: { readonly path: string } };
    }
    const [deployment] = manifests(whole).filter(({ kind }) => kind === 'Deployment');
    assert.ok(deployment);
    const { template } = deployment.spec as {
      readonly template: {
        readonly spec: { readonly containers: readonly [Container]; readonly securityContext: object };
      };
    };
    const [container] = template.spec.containers;
    assert.deepEqual(container.securityContext, {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    assert.partialDeepStrictEqual(template.spec.securityContext, { runAsNonRoot: true, runAsUser: 10001 });
    assert.deepEqual(container.args, ['serve', '--config', '/etc/linkpin/linkpin.yml']);
    for (const { httpGet } of [container.livenessProbe, container.readinessProbe])
      assert.equal(httpGet.path, '/tv/healthz');
    const named = Object.fromEntries(container.env.map(({ name, ...rest }) => [name, rest]));
    assert.deepEqual(named['LINKPIN_KEYS'], {
      valueFrom: { secretKeyRef: { name: 'linkpin-keys', key: 'keys.json' } },
    });
    assert.deepEqual(named['LINKPIN_MAIL_PASSWORD'], {
      valueFrom: { secretKeyRef: { name: 'mail', key: 'password' } },
    });
    const known = fields.map(({ environment: name }) => name);
    const others = ['LINKPIN_KEYS', 'LINKPIN_STORE_PASSWORD'];
    assert.deepEqual(
      Object.keys(named).filter((name) => !known.includes(name) && !others.includes(name)),
      [],
    );
  });

  it('has the version of the packages', () => {
    const chart = parse(readFileSync(new URL('../../deploy/chart/Chart.yaml', import.meta.url), 'utf8')) as Values;
    const linkpin = JSON.parse(
      readFileSync(new URL('../../packages/linkpin/package.json', import.meta.url), 'utf8'),
    ) as Values;
    assert.equal(chart['appVersion'], linkpin['version']);
    assert.ok(existsSync(new URL('../../deploy/chart/templates/NOTES.txt', import.meta.url)));
  });
});
