/**
 * What a TypeScript user sees of the API. The compiler makes half of the checks: these files compile with `strict`.
 *
 * Prints TAP lines.
 */
import { accessKeyChecks } from './access-key-checks';
import { accessKeySecretChecks } from './access-key-secret-checks';
import { rotatingAccessKeyChecks } from './rotating-access-key-checks';
import { sampleChecks } from './samples';
import { sesSmtpCredentialsChecks } from './ses-smtp-credentials-checks';

const checks = [
  ...accessKeyChecks,
  ...accessKeySecretChecks,
  ...rotatingAccessKeyChecks,
  ...sesSmtpCredentialsChecks,
  ...sampleChecks,
];

checks.forEach(([name, check], index) => {
  try {
    check();
    console.log(`ok ${index + 1} - ${name}`);
  } catch (error) {
    console.log(`not ok ${index + 1} - ${name}`);
    console.log(String(error instanceof Error ? error.message : error).replace(/^/gm, '# '));
    process.exitCode = 1;
  }
});
console.log(`1..${checks.length}`);
