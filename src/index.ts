export { AccessKey, type AccessKeyProps } from './access-key';
export { type AccessKeyFields } from './access-key-fields';
export { AccessKeySecret, type AccessKeySecretProps } from './access-key-secret';
export { KeyRotation, type KeyRotationOptions } from './key-rotation';
export { RotatingAccessKey, type RotatingAccessKeyProps } from './rotating-access-key';
export { RotatingAccessKeyGrants } from './rotating-access-key-grants';
export { SesSmtpCredentials, type SesSmtpCredentialsProps, type SesSmtpFields } from './ses-smtp-credentials';
