import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnElement } from 'aws-cdk-lib/core';
import { IConstruct } from 'constructs';

type Resource = { Type: string; Properties: any; DependsOn?: string[]; DeletionPolicy?: string };

/** A stack's template, asked by what the constructs are called instead of by logical ids. */
export class Wiring {
  private template?: { Resources: Record<string, Resource> };

  constructor(private readonly stack: Stack) {}

  /** At the first question, so that a test can go on building until then. */
  public get resources(): Record<string, Resource> {
    this.template ??= Template.fromStack(this.stack).toJSON() as { Resources: Record<string, Resource> };
    return this.template.Resources;
  }

  /** The types of all resources, sorted. */
  public types(): string[] {
    return Object.values(this.resources)
      .map(({ Type }) => Type)
      .sort();
  }

  public only(type: string): Resource {
    const found = this.all(type);
    expect(found).toHaveLength(1);
    return found[0];
  }

  public all(type: string): Resource[] {
    return Object.values(this.resources).filter((resource) => resource.Type === type);
  }

  public of(construct: IConstruct): Resource {
    return this.resources[this.idOf(construct)];
  }

  /**
   * What is there before a resource is made, and until it is deleted: the paths below `scope` of everything it depends
   * on, however indirectly.
   */
  public before(construct: IConstruct, scope: IConstruct): string[] {
    const ids = new Set<string>();
    const visit = (id: string) =>
      this.referredTo(this.resources[id])
        .filter((other) => !ids.has(other))
        .forEach((other) => {
          ids.add(other);
          visit(other);
        });
    visit(this.idOf(construct));
    return scope.node
      .findAll()
      .filter((node) => CfnElement.isCfnElement(node) && ids.has(this.stack.getLogicalId(node)))
      .map((node) => node.node.path.slice(scope.node.path.length + 1).replace(/\/(Resource|Default)$/, ''));
  }

  /** How a resource of the stack is referred to by its `Ref`. */
  public refTo(construct: IConstruct): { Ref: string } {
    return { Ref: this.idOf(construct) };
  }

  /** How a resource of the stack is referred to by its ARN. */
  public arnOf(construct: IConstruct): { 'Fn::GetAtt': [string, 'Arn'] } {
    return { 'Fn::GetAtt': [this.idOf(construct), 'Arn'] };
  }

  private idOf(construct: IConstruct): string {
    return this.stack.getLogicalId((construct.node.defaultChild ?? construct) as CfnElement);
  }

  private referredTo(resource: Resource): string[] {
    const references = [...JSON.stringify(resource.Properties ?? {}).matchAll(/"(?:Ref":|Fn::GetAtt":\[)"(\w+)"/g)].map(
      ([, id]) => id,
    );
    return [...references, ...(resource.DependsOn ?? [])].filter((id) => id in this.resources);
  }
}

/** Every statement of every policy of identities, its actions sorted: a feature flag sorts them, too. */
export function statementsOf(wiring: Wiring): any[] {
  const documents = [
    ...wiring
      .all('AWS::IAM::Role')
      .flatMap(({ Properties: { Policies = [] } }) => Policies.map((policy: any) => policy.PolicyDocument)),
    ...wiring.all('AWS::IAM::Policy').map(({ Properties: { PolicyDocument } }) => PolicyDocument),
  ];
  return documents
    .flatMap(({ Statement }) => Statement)
    .map((statement) => ({ ...statement, Action: [statement.Action].flat().sort() }));
}
