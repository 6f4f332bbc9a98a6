import { Alone } from './alone';
import { Stage } from './stage';
import { Policy } from '../../../src/handler/life-cycle/policy';
import { Configuration, Task } from '../../../src/handler/life-cycle/task';
import { PersonStep, World, WorldOptions } from '../world';

/** Something that happens in every history of a scenario, once, at any moment. */
export interface Start {
  readonly name: string;
  readonly task: (world: World) => Task;
}

/** A small part of a key's life in which several things happen at once. */
export interface Scenario {
  readonly name: string;
  readonly about: string;
  readonly policy: Policy;
  readonly options?: Partial<WorldOptions>;
  /** What has happened before, in peace. */
  readonly prepare: (alone: Alone) => void;
  /** The runs that start at any moment, in any order. */
  readonly starts: readonly Start[];
  /** Whether Secrets Manager has its schedule come due: at the beginning, in any case before anything else ends. */
  readonly rotates: boolean;
  /** Whether one step of a rotation may be delivered twice. */
  readonly echoes?: boolean;
  /** What a person may do, of all that could be done. */
  readonly people: (step: PersonStep, world: World) => boolean;
  /** How a history ends once no run is left. */
  readonly afterwards: (alone: Alone, endings: Stage['endings']) => void;
}

export function configurationOf({ policy }: Pick<Scenario, 'policy'>, { options: { user } }: World): Configuration {
  return {
    owner: 'stack/resource',
    user,
    policy,
    payload: {
      compose: ({ id, secretAccessKey }) => JSON.stringify({ userName: user.name, accessKeyId: id, secretAccessKey }),
      credentials: (value) => {
        try {
          const { accessKeyId: id, secretAccessKey } = JSON.parse(value);
          return { id, secretAccessKey };
        } catch {
          return undefined;
        }
      },
    },
  };
}
