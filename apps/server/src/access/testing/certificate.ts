import { execFileSync } from 'node:child_process';

/** Makes a certificate with its key, for a name and an alternative such as `DNS:example.com`, good from now on. */
export function makeCertificate(
  { certFile, keyFile }: { readonly certFile: string; readonly keyFile: string },
  name: string,
  alternative: string,
  days = 1,
): void {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', keyFile];
  const subject = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${alternative}`];
  execFileSync('openssl', ['req', '-x509', ...key, '-out', certFile, '-days', String(days), ...subject], { stdio: 'ignore' });
}
