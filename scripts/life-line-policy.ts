import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { User } from 'aws-cdk-lib/aws-iam';
import { RotatingAccessKey } from '../src';

const DAY_S = 24 * 3600;

/** How a key ages, in days. */
export interface PolicyInDays {
  readonly rotateAfter: number;
  readonly overlap: number;
  readonly recoveryWindow: number;
  readonly maxAge: number;
}

/** The settings of the function for the defaults of the construct. */
export function defaultPolicy(): PolicyInDays {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Stack');
  new RotatingAccessKey(stack, 'Key', { user: new User(stack, 'User') });
  const [handler] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const { rotateAfter, overlap, recoveryWindow, maxAge } = JSON.parse(handler.Properties.Environment.Variables.POLICY);
  return {
    rotateAfter: rotateAfter / DAY_S,
    overlap: overlap / DAY_S,
    recoveryWindow: recoveryWindow / DAY_S,
    maxAge: maxAge / DAY_S,
  };
}
