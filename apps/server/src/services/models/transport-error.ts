import { OutboundRefused, ResponseTooLarge } from '#services/outbound/index.ts';
import { ModelError } from './model-error.ts';
import type { CallSubject } from './vendor-error.ts';

/** Says what it means that a vendor could not be reached, or that the connection broke. */
export function transportError(error: unknown, subject: CallSubject): ModelError {
  const chain = causes(error);
  const known = chain.find((cause) => cause instanceof ModelError);
  if (known) return known;
  const refused = chain.find((cause) => cause instanceof OutboundRefused);
  if (refused) return new ModelError('address-refused', refused.message, { cause: error });
  const tooLarge = chain.find((cause) => cause instanceof ResponseTooLarge);
  if (tooLarge) return new ModelError('vendor-error', tooLarge.message, { cause: error });
  const code = chain.map((cause) => (cause as NodeJS.ErrnoException).code).find((candidate) => typeof candidate === 'string') ?? '';
  return explained(code, subject, error);
}

function explained(code: string, { modelName, baseUrl }: CallSubject, cause: unknown): ModelError {
  const host = URL.parse(baseUrl)?.host ?? baseUrl;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new ModelError('connection', `The host of ${baseUrl} is not found: check the base URL, and that this machine can resolve names.`, { cause });
  }
  if (code === 'ECONNREFUSED') {
    return new ModelError('connection', `Nothing answers at ${host}: check the base URL's port, and that the model's server runs.`, { cause });
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH') {
    return new ModelError('connection', `${host} cannot be reached: check the base URL, the network and the firewall.`, { cause });
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new ModelError('timeout', `The model "${modelName}" went silent: try again.`, { cause });
  }
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_WRONG_VERSION')) {
    return new ModelError('connection', `${host} does not speak TLS: write http:// instead of https:// if the model's server is unencrypted.`, { cause });
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|^ERR_TLS/.test(code)) {
    return new ModelError('connection', `The TLS certificate of ${host} is not trusted (${code}): check the address, or make its issuer known with NODE_EXTRA_CA_CERTS.`, { cause });
  }
  if (code.startsWith('HPE_')) {
    return new ModelError('connection', `What answers at ${host} is no HTTP server: check the base URL's scheme and port.`, { cause });
  }
  if (code === 'UND_ERR_INVALID_ARG') {
    return new ModelError('bad-request', 'The API key holds a character that cannot be sent: enter it again, without spaces and line breaks.', { cause });
  }
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new ModelError('vendor-error', `The answer of the model "${modelName}" is larger than Buckle takes in.`, { cause });
  }
  return new ModelError('connection', `The connection to ${host} broke before the reply of the model "${modelName}" was complete${code ? ` (${code})` : ''}: try again.`, { cause });
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
