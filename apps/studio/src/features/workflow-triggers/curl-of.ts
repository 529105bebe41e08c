import type { Trigger } from '../../api/workflow-triggers.ts';

/** A call of a webhook for a shell, as its settings ask for it. */
export function curlOf({ webhook }: Pick<Trigger, 'webhook'>, address: string, secret: string): string {
  const body = '{"hello":"world"}';
  if (webhook?.proof !== 'signature') {
    return [`curl -X POST '${address}' \\`, `  -H 'X-Buckle-Secret: ${secret}' \\`, `  -H 'Content-Type: application/json' \\`, `  -d '${body}'`].join('\n');
  }
  const { signature_header: signature, timestamp_header: timestamp } = webhook;
  const signed = timestamp === '' ? '"$BODY"' : '"$TIME.$BODY"';
  return [
    `BODY='${body}'`,
    ...(timestamp === '' ? [] : ['TIME=$(date +%s)']),
    `SIGNATURE=$(printf %s ${signed} | openssl dgst -sha256 -hmac '${secret}' | sed 's/.* //')`,
    `curl -X POST '${address}' \\`,
    ...(timestamp === '' ? [] : [`  -H "${timestamp}: $TIME" \\`]),
    `  -H "${signature}: sha256=$SIGNATURE" \\`,
    `  -H 'Content-Type: application/json' \\`,
    '  -d "$BODY"',
  ].join('\n');
}
