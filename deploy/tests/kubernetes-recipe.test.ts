import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { parse, parseAllDocuments } from 'yaml';
import { missingTools } from '../../consumers/tools';
import { documentedBlock } from '../recipes/documented';

/** The version whose schema the manifest of docs/consumers.md follows. */
const MODULE = 'github.com/external-secrets/external-secrets@v0.16.2';

interface Schema {
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  [keyword: string]: unknown;
}

/** The schema is published as a Go module, with the checksum that the module's database knows. */
function schemasOf(kind: string): Record<string, Schema> {
  const { stdout, stderr, status } = spawnSync('go', ['mod', 'download', '-json', MODULE], { encoding: 'utf8', cwd: '/' });
  if (status !== 0) {
    throw new Error(`cannot download ${MODULE}: ${stderr}${stdout}`);
  }
  const file = join(JSON.parse(stdout).Dir, 'config', 'crds', 'bases', `external-secrets.io_${kind.toLowerCase()}s.yaml`);
  const { spec: { versions } } = parse(readFileSync(file, 'utf8'));
  return Object.fromEntries(versions.map(({ name, schema }: any) => [name, schema.openAPIV3Schema]));
}

/** Kubernetes drops fields that it does not know. Here they are errors, as `kubectl apply --validate=strict` has it. */
function strict(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  const isObject = properties !== undefined && additionalProperties === undefined && schema['x-kubernetes-preserve-unknown-fields'] !== true;
  return {
    ...schema,
    ...properties && { properties: Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, strict(one)])) },
    ...items && { items: strict(items) },
    ...isObject && { additionalProperties: false },
  };
}

function problemsOf(manifest: any): string[] {
  const [group, version] = manifest.apiVersion.split('/');
  expect(group).toBe('external-secrets.io');
  const { metadata: _, ...schema } = schemasOf(manifest.kind)[version].properties!;
  const { metadata, ...rest } = manifest;
  expect(Object.keys(metadata)).toEqual(['name']);
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.validate(strict({ type: 'object', properties: schema, required: ['spec'] }), rest);
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

test('the store reads its credentials from the Secret that it keeps current, by the field names of the construct', () => {
  const [store, secret] = MANIFESTS;
  const { accessKeyIDSecretRef, secretAccessKeySecretRef } = store.spec.provider.aws.auth.secretRef;

  expect([accessKeyIDSecretRef, secretAccessKeySecretRef]).toEqual([
    { name: secret.spec.target.name, key: 'accessKeyId' }, { name: secret.spec.target.name, key: 'secretAccessKey' },
  ]);
});
