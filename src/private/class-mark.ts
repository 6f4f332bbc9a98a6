import { IConstruct } from 'constructs';

/** Tells the constructs of a class, also those of another copy of this package, which `instanceof` does not know. */
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

/** Tells an AccessKey from one of aws_iam: that one fits in its place, and lacks its guard. */
export const ACCESS_KEY_MARK = new ClassMark('AccessKey');
