export { AccessKey, type AccessKeyProps } from './access-key';
export { KeyRotation, type KeyRotationOptions } from './key-rotation';
export { type AccessKeyFields, RotatingAccessKey, type RotatingAccessKeyProps } from './rotating-access-key';
export { RotatingAccessKeyGrants } from './rotating-access-key-grants';
export { SesSmtpCredentials, type SesSmtpCredentialsProps, type SesSmtpFields } from './ses-smtp-credentials';
