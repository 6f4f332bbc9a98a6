const ACCOUNT = '111122223333';
const user = (rest: string) => `arn:aws:iam::${ACCOUNT}:user/${rest}`;
const secret = (rest: string) => `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${rest}`;

/** What the constructs take at synthesis, and the function takes in its environment. */
export const ARNS_OF_ONE_USER: [string, string][] = [
  ['a name', user('mail')],
  ['a path', user('team/europe/mail')],
  ['a path with every kind of character', user('!"#$%&\'()+,-.:;<=>@[]^_`{|}~/mail')],
  ['every character of a name', user('me+you=us,them.all@home_-1')],
  ['the longest name', user('b'.repeat(64))],
  ['the longest path', user(`${'p'.repeat(510)}/mail`)],
  ['another partition', user('mail').replace('aws', 'aws-us-gov')],
];

/** What both refuse. */
export const ARNS_OF_NO_ONE_USER: [string, string][] = [
  ['a wildcard for a name', user('*')],
  ['a wildcard in a name', user('mail-?')],
  ['a wildcard for a path', user('*/mail')],
  ['a wildcard in a path', user('te?m/mail')],
  ['a wildcard for the account', 'arn:aws:iam::*:user/mail'],
  ['a policy variable for a name', user('${aws:username}')],
  ['a policy variable for a path', user('${aws:PrincipalTag/team}/mail')],
  ['an escaped wildcard for a path', user('${*}/mail')],
  ['an ARN for a name', user(user('mail'))],
  ['an ARN for a name after a path', user(`team/${user('mail')}`)],
  ['a space', user('mail relay')],
  ['a letter outside ASCII', user('müll')],
  ['a space in a path', user('te am/mail')],
  ['a colon in a name', user('mail:1')],
  ['no name', user('team/')],
  ['a path without a name between its slashes', user('/mail')],
  ['a name that is too long', user('b'.repeat(65))],
  ['a path that is too long', user(`${'p'.repeat(511)}/mail`)],
  ['an account that is too short', 'arn:aws:iam::11112222333:user/mail'],
  ['a line break', user('mail\n')],
];

export const ARNS_OF_ONE_SECRET: [string, string][] = [
  ['a name', secret('Mail-AbCdEf')],
  ['every character of a name', secret('team/a_b+c=d.e@f-1-AbCdE1')],
];

export const ARNS_OF_NO_ONE_SECRET: [string, string][] = [
  ['a wildcard for a name', secret('*-AbCdEf')],
  ['a wildcard in a name', secret('Mail?-AbCdEf')],
  ['a policy variable', secret('${aws:username}-AbCdEf')],
  ['a space', secret('Mail relay-AbCdEf')],
  ['a colon', secret('Mail:1-AbCdEf')],
  ['an account that is too short', secret('Mail-AbCdEf').replace(ACCOUNT, '1111')],
];
