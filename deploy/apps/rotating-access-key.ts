import { App } from 'aws-cdk-lib';
import { RotatingKeyStack } from './rotating-key-stack';

const app = new App();
new RotatingKeyStack(app, app.node.getContext('case'), JSON.parse(app.node.getContext('scenario')));
