import { App } from 'aws-cdk-lib';
import { SesSmtpStack } from './ses-smtp-stack';

const app = new App();
new SesSmtpStack(app, app.node.getContext('case'), JSON.parse(app.node.getContext('scenario')));
