import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { parse, parseAllDocuments } from 'yaml';
import { missingTools } from '../../consumers/tools';
import { documentedBlock } from '../recipes/documented';

/** The versions whose schemas the manifests of docs/clients.md follow. They have the Apache License 2.0. */
const EXTERNAL_SECRETS = 'github.com/external-secrets/external-secrets@v1.3.2';
const COMPOSE = 'github.com/compose-spec/compose-go/v2@v2.16.2';

interface Schema {
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  [keyword: string]: unknown;
}

/** A file of a schema that is published as a Go module, with the checksum that the module's database knows. */
function published(module: string, ...file: string[]): string {
  const { stdout, stderr, status } = spawnSync('go', ['mod', 'download', '-json', module], {
    encoding: 'utf8',
    cwd: '/',
  });
  if (status !== 0) {
    throw new Error(`cannot download ${module}: ${stderr}${stdout}`);
  }
  return readFileSync(join(JSON.parse(stdout).Dir, ...file), 'utf8');
}

/** The schemas of a kind, by the versions that a cluster serves. */
function schemasOf(kind: string): Record<string, Schema> {
  const definition = published(
    EXTERNAL_SECRETS,
    'config',
    'crds',
    'bases',
    `external-secrets.io_${kind.toLowerCase()}s.yaml`,
  );
  const served = parse(definition).spec.versions.filter((version: { served: boolean }) => version.served);
  return Object.fromEntries(served.map(({ name, schema }: any) => [name, schema.openAPIV3Schema]));
}

/** Kubernetes drops fields that it does not know. Here they are errors, as `kubectl apply --validate=strict` has it. */
function strict(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  const isObject =
    properties !== undefined &&
    additionalProperties === undefined &&
    schema['x-kubernetes-preserve-unknown-fields'] !== true;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, strict(one)])),
    }),
    ...(items && { items: strict(items) }),
    ...(isObject && { additionalProperties: false }),
  };
}

function problemsOf(manifest: any): string[] {
  const [group, version] = manifest.apiVersion.split('/');
  expect(group).toBe('external-secrets.io');
  const { metadata: _, ...schema } = schemasOf(manifest.kind)[version].properties!;
  const { metadata, ...rest } = manifest;
  expect(Object.keys(metadata)).toEqual(['name', 'namespace']);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.validate(strict({ type: 'object', properties: schema, required: ['spec'] }), rest);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

function problemsOfCompose(manifest: any): string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  ajv.validate(JSON.parse(published(COMPOSE, 'schema', 'compose-spec.json')), manifest);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const MANIFESTS = parseAllDocuments(documentedBlock('kind: ExternalSecret')).map((document) => document.toJS());

const withGo = missingTools(['go']).length === 0 ? describe : describe.skip;

withGo('the manifest for the External Secrets Operator', () => {
  test('has a store and a secret that follow the published schema', () => {
    expect(MANIFESTS.map(({ kind }) => kind)).toEqual(['SecretStore', 'ExternalSecret']);
    expect(MANIFESTS.map(problemsOf)).toEqual([[], []]);
  });

  test('would not pass with a misspelt field or a wrong value', () => {
    const [store, secret] = structuredClone(MANIFESTS);
    store.spec.provider.aws.auth.secretRef.accessKeyIdSecretRef = {};
    secret.spec.target.creationPolicy = 'Join';

    expect(problemsOf(store)).toEqual([expect.stringContaining('must NOT have additional properties')]);
    expect(problemsOf(secret)).toEqual([expect.stringContaining('must be equal to one of the allowed values')]);
  });
});

withGo('the manifest for Compose', () => {
  const manifest = parse(documentedBlock('services:'));

  test('follows the published schema', () => {
    expect(problemsOfCompose(manifest)).toEqual([]);
  });

  test('would not pass with a misspelt field', () => {
    const { volumes, ...relay } = manifest.services.relay;

    expect(problemsOfCompose({ services: { relay: { ...relay, volume: volumes } } })[0]).toBe(
      '/services/relay must NOT have unevaluated properties',
    );
  });
});

test('the store reads its credentials from the Secret that it keeps current, by the field names of the construct', () => {
  const [store, secret] = MANIFESTS;
  const { accessKeyIDSecretRef: id, secretAccessKeySecretRef: secretKey } = store.spec.provider.aws.auth.secretRef;
  const { target, data } = secret.spec;

  expect([id.name, secretKey.name]).toEqual([target.name, target.name]);
  expect(data.map(({ secretKey: key, remoteRef }: any) => [key, remoteRef.property])).toEqual([
    [id.key, 'accessKeyId'],
    [secretKey.key, 'secretAccessKey'],
  ]);
  expect(new Set(data.map(({ remoteRef }: any) => remoteRef.key)).size).toBe(1);
});
