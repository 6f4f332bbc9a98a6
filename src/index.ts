export { AccessKey, type AccessKeyProps } from './access-key';
export { type AccessKeyFieldNames } from './access-key-field-names';
export { AccessKeySecret, type AccessKeySecretProps } from './access-key-secret';
export { KeyRotation, type KeyRotationOptions } from './key-rotation';
export { RotatingAccessKey, type RotatingAccessKeyProps } from './rotating-access-key';
export { type IRotatingKey } from './rotating-key';
export { RotatingKeyGrants } from './rotating-key-grants';
export { SesSmtpCredentials, type SesSmtpCredentialsProps, type SesSmtpFieldNames } from './ses-smtp-credentials';
