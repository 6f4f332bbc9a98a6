export { AccessKey, type AccessKeyProps } from './access-key';
