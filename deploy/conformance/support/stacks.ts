import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DeleteStackCommandInput,
  DescribeStackEventsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  StackEvent,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { unique } from './unique';
import { until } from './until';
import { EmbeddedAws } from '../../embedded-aws';

export type Resources = Record<
  string,
  { Type: string; Properties?: object; DependsOn?: string[]; UpdateReplacePolicy?: string }
>;

/**
 * A stack that is created, updated and deleted by templates, without the CDK's CLI: what is tried is CloudFormation.
 */
export class TestStack {
  private readonly client: CloudFormationClient;

  public constructor(
    aws: EmbeddedAws,
    public readonly name = unique('stack'),
  ) {
    this.client = new CloudFormationClient({ ...aws.clientConfig, maxAttempts: 1 });
  }

  /** The status that the creation ends in. */
  public async create(resources: Resources, outputs?: object): Promise<string> {
    await this.client.send(new CreateStackCommand({ StackName: this.name, ...templateOf(resources, outputs) }));
    return this.finalStatus();
  }

  public async update(resources: Resources): Promise<string> {
    await this.client.send(new UpdateStackCommand({ StackName: this.name, ...templateOf(resources) }));
    return this.finalStatus();
  }

  /** The status that the deletion ends in. */
  public async delete(options: Omit<DeleteStackCommandInput, 'StackName'> = {}): Promise<string> {
    const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName: this.name }));
    await this.client.send(new DeleteStackCommand({ StackName: this.name, ...options }));
    return this.finalStatus(Stacks![0].StackId);
  }

  /** What `Ref` of a resource is. */
  public async physicalId(LogicalResourceId: string): Promise<string> {
    const { StackResources } = await this.client.send(
      new DescribeStackResourcesCommand({ StackName: this.name, LogicalResourceId }),
    );
    return StackResources![0].PhysicalResourceId!;
  }

  /** The same, also of a resource that is gone. */
  public async lastPhysicalId(LogicalResourceId: string): Promise<string> {
    const events = await this.events();
    return (
      events.find((event) => event.LogicalResourceId === LogicalResourceId && event.PhysicalResourceId)
        ?.PhysicalResourceId ?? ''
    );
  }

  /** The events of the stack and of its resources, the last first. */
  public async events(): Promise<StackEvent[]> {
    const { StackEvents } = await this.client.send(new DescribeStackEventsCommand({ StackName: this.name }));
    return StackEvents!;
  }

  /** The status that an operation that another process has started ends in. */
  public async finalStatus(name = this.name): Promise<string> {
    return until(
      `the end of the operation on ${name}`,
      async () => {
        const { Stacks } = await this.client.send(new DescribeStacksCommand({ StackName: name }));
        return Stacks![0].StackStatus!;
      },
      (status) => !status.endsWith('_IN_PROGRESS'),
    );
  }
}

function templateOf(resources: Resources, outputs?: object) {
  return {
    TemplateBody: JSON.stringify({ Resources: resources, Outputs: outputs }),
    Capabilities: ['CAPABILITY_IAM' as const, 'CAPABILITY_NAMED_IAM' as const],
  };
}
