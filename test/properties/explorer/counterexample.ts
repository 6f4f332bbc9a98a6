import { activeRunOf, Transition, ExplorerState } from './explorer-state';
import { Time } from '../../../src/handler/life-cycle/effects';
import { Task } from '../../../src/handler/life-cycle/task';
import { Step } from '../invariants';
import { currentKey, describeDisturbance, describeStep } from '../simulated-aws';

/** A history for operators: who did what when, and what came of it. */
export class Counterexample {
  public readonly lines: string[] = [];

  public add(before: ExplorerState, transition: Transition, step?: Step): void {
    this.note(before.aws.now, sentence(before, transition, step));
    const { result, call, ended } = step ?? {};
    if (call !== undefined && result?.failure === undefined && result?.value !== undefined) {
      this.lines.push(`       ${short(JSON.stringify(result.value))}`);
    }
    if (ended !== undefined && 'rule' in ended) {
      this.lines.push(`       and ends: ${ended.outcome}, ${ended.rule}: ${short(ended.message)}`);
    }
    if (ended?.outcome === 'threw') {
      this.lines.push(`       and throws ${ended.message}`);
    }
    if (step !== undefined && currentKey(step.before.secret) !== currentKey(step.after.secret)) {
      this.lines.push(`       AWSCURRENT is now with ${currentKey(step.after.secret)}`);
    }
  }

  public note(at: Time, text: string): void {
    this.lines.push(`${new Date(at).toISOString()} ${text}`);
  }

  public toString(): string {
    let n = 0;
    return this.lines.map((line) => (line.startsWith(' ') ? line : `${String(++n).padStart(4)}. ${line}`)).join('\n');
  }
}

function sentence(state: ExplorerState, transition: Transition, step?: Step): string {
  switch (transition.kind) {
    case 'starts':
      return (
        `${nameOf(transition.run.id)} starts: ` +
        `${describeTask(transition.run.task)}${transition.echo ? ', delivered twice' : ''}`
      );
    case 'calls': {
      const call = activeRunOf(state, transition.run).progress.call!;
      const { disturbance } = transition;
      const befallen = disturbance === undefined ? '' : ` [${describeDisturbance(disturbance, state.aws)}]`;
      const failure = step?.result?.failure;
      const request =
        call.name === 'putSecretValue' || call.name === 'getCallerIdentity'
          ? { ...call.request, value: '...', secretAccessKey: '...' }
          : call.request;
      return (
        `${nameOf(transition.run)} calls ${call.name} ` +
        `${short(JSON.stringify(request))}${befallen}${failure ? `: ${failure.code}` : ''}`
      );
    }
    case 'wakes':
      return `${nameOf(transition.run)} has slept`;
    case 'stops':
      return (
        `${nameOf(transition.run)} is stopped before it calls ` +
        `${activeRunOf(state, transition.run).progress.call!.name}`
      );
    case 'operator':
      return describeStep(transition.step);
    case 'time':
      return `${Math.round(transition.ms / 1000)} seconds pass`;
  }
}

export function nameOf(id: string): string {
  return id.replace(/-0*$/, '');
}

function describeTask(task: Task): string {
  switch (task.kind) {
    case 'delete':
      return `Delete${task.retain ? ', which retains the current key' : ''}${
        task.created ? '' : ' after a failed Create'
      }`;
    case 'revoke':
      return `revoke ${task.keyId}`;
    case 'scheduledRun':
    case 'update':
      return task.kind;
    default:
      return `${task.kind} of ${nameOf(task.token)}`;
  }
}

function short(text: string): string {
  const shortened = text
    .replace(/cdk-iam-access-key:/g, '')
    .replace(/0{6,}/g, '')
    .replace(/AKIASIMULATEDKEY/g, '');
  return shortened.length > 330 ? `${shortened.slice(0, 330)}...` : shortened;
}
