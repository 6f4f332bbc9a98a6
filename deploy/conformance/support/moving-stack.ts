import { Stack } from 'aws-cdk-lib';
import { RotatingKey } from './rotating-key';
import { TestStack } from './stacks';
import { Template, templateOf } from './templates';
import { SHORT_TIMING } from '../../apps/short-timing';
import { EmbeddedAws } from '../../embedded-aws';

/** What a stack holds in one deployment, as a developer writes it into the constructor. */
export type Deployment = (this: Stack) => void;

/** Construct paths are below it. */
const APP = 'App';

/** A stack that is deployed again and again with other content. */
export class MovingStack {
  private template?: Template;
  private readonly stack: TestStack;

  /** `change` is for what the emulator needs of the templates, and AWS does not. */
  public constructor(
    private readonly aws: EmbeddedAws,
    private readonly change: (template: Template) => Template = (template) => template,
  ) {
    this.stack = new TestStack(aws);
  }

  /** The status that the creation or the update ends in. */
  public async deploy(deployment: Deployment): Promise<string> {
    const isNew = this.template === undefined;
    this.template = this.change(templateOfDeployment(deployment));
    return isNew ? this.stack.create(this.template.resources) : this.stack.update(this.template.resources);
  }

  /** The status that the deletion ends in. */
  public delete(options?: Parameters<TestStack['delete']>[0]): Promise<string> {
    return this.stack.delete(options);
  }

  /** All that the stack's events say. */
  public async events(): Promise<string> {
    return JSON.stringify(await this.stack.events());
  }

  /** What `Ref` of a resource is, also of one that is gone from the stack but not from its last deployment. */
  public idOf(path: string): Promise<string> {
    return this.stack.lastPhysicalId(this.logicalIdOf(path));
  }

  public logicalIdOf(path: string): string {
    return this.template!.idOf(path);
  }

  /** The rotating key of the last deployment. A secret that was given is none of the stack's. */
  public async key(
    user: string,
    { path = 'Key', secret }: { readonly path?: string; readonly secret?: string } = {},
  ): Promise<RotatingKey> {
    return RotatingKey.of(this.aws, {
      user,
      secret: secret ?? (await this.idOf(`${path}/Secret/Resource`)),
      functionName: await this.idOf(`${path}/Function/Resource`),
    });
  }
}

/** The template of a deployment. Synthesis fails as it does for a developer. */
export function templateOfDeployment(deployment: Deployment): Template {
  return withShortTiming(
    templateOf((app) => {
      const stack = new Stack(app, APP);
      deployment.call(stack);
      return stack;
    }),
  );
}

/** The same template, in which AWS takes less time. */
export function withShortTiming(template: Template): Template {
  Object.values<any>(template.resources)
    .filter(({ Properties }) => Properties?.Environment?.Variables?.POLICY !== undefined)
    .forEach(shorten);
  return template;
}

/** Only how long AWS takes, never how the key ages. */
function shorten({
  Properties: {
    Environment: { Variables },
  },
}: any): void {
  Variables.POLICY = JSON.stringify({ ...JSON.parse(Variables.POLICY), timing: SHORT_TIMING });
}
