import { OutboundRefused, ResponseTooLarge } from '#services/outbound/index.ts';
import { ModelError, type ModelErrorKind } from './model-error.ts';
import type { CallSubject } from './vendor-error.ts';

const UNREACHABLE = new Set(['UND_ERR_CONNECT_TIMEOUT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|^ERR_TLS/;

/** Says what it means that a vendor could not be reached, or that the connection broke. */
export function transportError(error: unknown, subject: CallSubject): ModelError {
  const chain = causes(error);
  const known = chain.find((cause) => cause instanceof ModelError);
  if (known) return known;
  const refused = chain.find((cause) => cause instanceof OutboundRefused);
  if (refused) return new ModelError('address-refused', refused.message, { cause: error });
  const tooLarge = chain.find((cause) => cause instanceof ResponseTooLarge);
  if (tooLarge) return new ModelError('vendor-error', tooLarge.message, { cause: error });
  const codes = chain.map((cause) => (cause as NodeJS.ErrnoException).code);
  const code = codes.find((candidate) => typeof candidate === 'string') ?? '';
  const { kind, message } = explained(code, subject);
  return new ModelError(kind, message, { cause: error });
}

/** The reply ended before the vendor said that it was complete. */
export function brokenReply({ modelName }: CallSubject): ModelError {
  return new ModelError('connection', `The connection broke before the reply of the model "${modelName}" was complete: try again.`);
}

function explained(code: string, { modelName, baseUrl }: CallSubject): { kind: ModelErrorKind; message: string } {
  const host = URL.parse(baseUrl)?.host ?? baseUrl;
  const unreached = (message: string) => ({ kind: 'connection' as const, message });
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return unreached(`The host of ${baseUrl} is not found: check the base URL, and that this machine can resolve names.`);
  }
  if (code === 'ECONNREFUSED') {
    return unreached(`Nothing answers at ${host}: check the base URL's port, and that the model's server runs.`);
  }
  if (UNREACHABLE.has(code)) return unreached(`${host} cannot be reached: check the base URL, the network and the firewall.`);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return { kind: 'timeout', message: `The model "${modelName}" went silent: try again.` };
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_WRONG_VERSION')) {
    return unreached(`${host} does not speak TLS: write http:// instead of https:// if the model's server is unencrypted.`);
  }
  if (CERTIFICATE.test(code)) {
    return unreached(
      `The TLS certificate of ${host} is not trusted (${code}): ` +
        'check the address, or make its issuer known with NODE_EXTRA_CA_CERTS.',
    );
  }
  if (code.startsWith('HPE_')) return unreached(`What answers at ${host} is no HTTP server: check the base URL's scheme and port.`);
  if (code === 'UND_ERR_INVALID_ARG') {
    const message = 'The API key holds a character that cannot be sent: enter it again, without spaces and line breaks.';
    return { kind: 'bad-request', message };
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return { kind: 'vendor-error', message: `The answer of the model "${modelName}" is larger than Buckle takes in.` };
  }
  const reason = code === '' ? '' : ` (${code})`;
  return unreached(`The connection to ${host} broke before the reply of the model "${modelName}" was complete${reason}: try again.`);
}

/** The error, its causes and the errors that it gathers, outermost first. */
function causes(error: unknown): Error[] {
  const found: Error[] = [];
  for (let cause = error; cause instanceof Error && !found.includes(cause); cause = cause.cause) {
    found.push(cause);
    if (cause instanceof AggregateError) found.push(...cause.errors.filter((part) => part instanceof Error));
  }
  return found;
}
