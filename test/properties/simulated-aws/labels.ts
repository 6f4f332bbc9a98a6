import { CURRENT, holder, PREVIOUS, Secret, Version } from './secret';

/**
 * Puts a label on a version, away from the one that has it. The version that AWSCURRENT leaves becomes the previous
 * one.
 *
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
 */
export function moved(secret: Secret, label: string, to: string): Secret {
  const from = holder(secret, label);
  if (from?.id === to) {
    return secret;
  }
  const after = withLabels(secret, (version) =>
    version.id === to ? [...version.labels, label] : without(version, label),
  );
  return label === CURRENT && from !== undefined ? moved(after, PREVIOUS, from.id) : after;
}

/** Takes a label off whatever version has it. */
export function removed(secret: Secret, label: string): Secret {
  return withLabels(secret, (version) => without(version, label));
}

/** Forgets the versions that nothing refers to. */
export function withoutUnlabelled(secret: Secret): Secret {
  return secret.versions.every(isLabelled) ? secret : { ...secret, versions: secret.versions.filter(isLabelled) };
}

function isLabelled({ labels }: Version): boolean {
  return labels.length > 0;
}

function withLabels(secret: Secret, labelsOf: (version: Version) => readonly string[]): Secret {
  return { ...secret, versions: secret.versions.map((version) => relabelled(version, labelsOf(version))) };
}

function relabelled(version: Version, labels: readonly string[]): Version {
  return labels === version.labels ? version : { ...version, labels: [...labels].sort() };
}

function without({ labels }: Version, label: string): readonly string[] {
  return labels.includes(label) ? labels.filter((other) => other !== label) : labels;
}
