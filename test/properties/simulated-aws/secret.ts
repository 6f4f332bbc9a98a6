import { Replica, Time } from '../../../src/handler/life-cycle/effects';

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';
export const PENDING = 'AWSPENDING';

export interface Version {
  readonly id: string;
  /** A version that RotateSecret has made has no value until createSecret puts it. */
  readonly value?: string;
  readonly createdAt: Time;
  /** In alphabetical order. */
  readonly labels: readonly string[];
}

export interface Secret {
  readonly existence: 'present' | 'waits for its deletion' | 'absent';
  /** While it waits for its deletion: when that comes. */
  readonly deletionDate?: Time;
  /** In the order of their ids, so that equal secrets look equal. */
  readonly versions: readonly Version[];
  /** In the order of their keys. */
  readonly tags: readonly (readonly [string, string])[];
  /** Whether a rotation function is configured. */
  readonly rotates: boolean;
  readonly replicas: readonly Replica[];
}

export const EMPTY_SECRET: Secret = { existence: 'present', versions: [], tags: [], rotates: false, replicas: [] };

export function versionOf(secret: Secret, id: string): Version | undefined {
  return secret.versions.find((version) => version.id === id);
}

/** The version that carries a label. */
export function holder(secret: Secret, label: string): Version | undefined {
  return secret.versions.find(({ labels }) => labels.includes(label));
}

/** Adds a version, or puts it in the place of the one with its id. */
export function withVersion(secret: Secret, version: Version): Secret {
  const others = secret.versions.filter(({ id }) => id !== version.id);
  return { ...secret, versions: [...others, version].sort((one, other) => (one.id < other.id ? -1 : 1)) };
}
