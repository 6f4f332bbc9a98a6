import { IConstruct } from 'constructs';

/**
 * Identifies the constructs of a class, also those of another copy of this package, which `instanceof` does not find.
 */
export class ClassMark {
  private readonly symbol: symbol;

  constructor(className: string) {
    this.symbol = Symbol.for(`cdk-iam-access-key.${className}`);
  }

  public putOn(construct: IConstruct): void {
    Object.defineProperty(construct, this.symbol, { value: true });
  }

  public isOn(construct: any): boolean {
    return construct?.[this.symbol] === true;
  }
}

/** Distinguishes an AccessKey from that of aws_iam, which has the same type and lacks the guard of the secret. */
export const ACCESS_KEY_MARK = new ClassMark('AccessKey');
