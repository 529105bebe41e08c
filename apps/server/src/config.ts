import { email, newPassword, registrations } from '@buckle/contract';
import { z } from 'zod';
import { parseAllowList } from '#services/outbound/index.ts';
import { pythonIsolations } from '#services/sandbox/index.ts';
import { nearestName } from './configuration/nearest-name.ts';
import { retentionDays } from './configuration/retention.ts';
import {
  duration, existingFile, headers, isAddressOrRange, key, listOf, oneOf, origin, parsed, path, setOf, url, wholeNumber,
} from './configuration/values.ts';

/** One setting: its name in the environment, what it takes, and what it is for. */
interface Setting<T = unknown> {
  readonly name: `BUCKLE_${string}`;
  readonly schema: z.ZodType<T, string>;
  /** As it would be written; absent where the setting is optional. */
  readonly default?: string;
  /** What stands in the column of the default, where there is none. */
  readonly absent?: string;
  readonly meaning: string;
  /** A secret's value is never shown. */
  readonly secret?: true;
}

const text = z.string();
const roles = ['api', 'worker', 'scheduler'] as const;
const proxyRanges = ['loopback', 'linklocal', 'uniquelocal'];

/** Every setting, in the order in which they are explained. */
export const settings = {
  host: {
    name: 'BUCKLE_HOST', schema: text, default: '127.0.0.1',
    meaning: 'The address to listen on; 0.0.0.0 for every network of this machine.',
  },
  port: {
    name: 'BUCKLE_PORT', schema: wholeNumber(0, 65535), default: '8787',
    meaning: 'The port to listen on; 0 takes a free one.',
  },
  dataDir: {
    name: 'BUCKLE_DATA_DIR', schema: path, default: './data',
    meaning: 'The folder of everything that is kept: documents, files and the master key.',
  },
  publicUrl: {
    name: 'BUCKLE_PUBLIC_URL', schema: origin,
    meaning: 'Where users reach this server, such as https://buckle.example.com.',
  },
  assetsUrl: {
    name: 'BUCKLE_ASSETS_URL', schema: origin,
    meaning: 'Where browsers load the files of the studio: a CDN that passes /studio/ on from this server.',
  },
  allowedHosts: {
    name: 'BUCKLE_ALLOWED_HOSTS', schema: listOf((part) => /^[\w.-]+$/.test(part), 'it must be a name without a port.'),
    default: '', meaning: 'Further names under which requests may reach this server, separated by commas.',
  },
  roles: {
    name: 'BUCKLE_ROLES', schema: setOf(roles), default: roles.join(','),
    meaning: 'What this process does: api, worker, scheduler. One process alone does all three.',
  },
  tlsCert: {
    name: 'BUCKLE_TLS_CERT', schema: existingFile,
    meaning: 'The certificate (PEM file) to serve HTTPS with; together with BUCKLE_TLS_KEY.',
  },
  tlsKey: {
    name: 'BUCKLE_TLS_KEY', schema: existingFile,
    meaning: 'The private key (PEM file) of the certificate.',
  },
  trustedProxies: {
    name: 'BUCKLE_TRUSTED_PROXIES', default: '',
    schema: listOf(
      (part) => isAddressOrRange(part) || proxyRanges.includes(part),
      `it must be an address, a CIDR, or one of ${proxyRanges.join(', ')}.`,
    ),
    meaning: 'Addresses and CIDRs of proxies whose X-Forwarded headers are believed, separated by commas.',
  },
  masterKey: {
    name: 'BUCKLE_MASTER_KEY', schema: key, secret: true, absent: 'made at first start',
    meaning: '32 bytes (base64 or hexadecimal) that seal everything stored; else kept in the data folder.',
  },
  adminEmail: {
    name: 'BUCKLE_ADMIN_EMAIL', schema: parsed((value) => check(email, value, 'It must be an e-mail address.')),
    absent: 'a set-up link', meaning: 'The first account, made at the first start; together with BUCKLE_ADMIN_PASSWORD.',
  },
  adminPassword: {
    name: 'BUCKLE_ADMIN_PASSWORD', secret: true,
    schema: parsed((value) => check(newPassword, value, 'It needs 10 to 256 characters.')),
    meaning: 'The password of the first account, 10 characters or more.',
  },
  adminToken: {
    name: 'BUCKLE_ADMIN_TOKEN', secret: true,
    schema: text.regex(/^pat_[\x21-\x7e]{28,508}$/, 'It must begin with pat_ and have 32 to 512 characters without spaces.'),
    meaning: 'A personal access token (pat_…, at least 32 characters) to give the first account, for automation.',
  },
  registration: {
    name: 'BUCKLE_REGISTRATION', schema: oneOf(registrations), default: 'closed',
    meaning: 'Who may make an account: nobody (closed), everybody (open), or who is invited (invite).',
  },
  modelBaseUrl: {
    name: 'BUCKLE_MODEL_BASE_URL', schema: url(['http', 'https']),
    meaning: 'A chat model that speaks OpenAI\'s API, connected at the first start: its address, up to /v1.',
  },
  modelApiKey: {
    name: 'BUCKLE_MODEL_API_KEY', schema: text, secret: true,
    meaning: 'The key of that model, where it needs one.',
  },
  modelName: {
    name: 'BUCKLE_MODEL_NAME', schema: text,
    meaning: 'The name of that model, as its vendor writes it; bots that name no model use it.',
  },
  embeddingBaseUrl: {
    name: 'BUCKLE_EMBEDDING_BASE_URL', schema: url(['http', 'https']),
    meaning: 'An embedding model that speaks OpenAI\'s API, connected at the first start: its address, up to /v1.',
  },
  embeddingApiKey: {
    name: 'BUCKLE_EMBEDDING_API_KEY', schema: text, secret: true,
    meaning: 'The key of that embedding model, where it needs one.',
  },
  embeddingName: {
    name: 'BUCKLE_EMBEDDING_NAME', schema: text,
    meaning: 'The name of that embedding model, as its vendor writes it; data sets that name no model use it.',
  },
  outboundAllow: {
    name: 'BUCKLE_OUTBOUND_ALLOW', schema: parsed(parseAllowList), default: '',
    meaning: 'Private addresses that may be called: CIDRs, addresses, hosts, each with or without a port.',
  },
  outboundProxy: {
    name: 'BUCKLE_OUTBOUND_PROXY', schema: url(['http', 'https', 'socks5']), secret: true,
    meaning: 'The proxy for calls to public addresses: http://, https:// or socks5://.',
  },
  pythonSandbox: {
    name: 'BUCKLE_PYTHON_SANDBOX', schema: oneOf(pythonIsolations), default: 'full',
    meaning: 'How Python of code nodes is locked in: full, or process where the system cannot: then its code can do what this server can.',
  },
  runTime: {
    name: 'BUCKLE_RUN_TIME', default: '24h',
    schema: duration.refine((time) => time >= 1_000 && time <= 20 * 86_400_000, 'It must be from 1s to 20d.'),
    meaning: 'How long a run of a workflow may run, up to 20 days; what it waits for an answer is not counted.',
  },
  runSteps: {
    name: 'BUCKLE_RUN_STEPS', schema: wholeNumber(1, 100_000_000), default: '100000',
    meaning: 'How many nodes a run may run, those in the rounds of loops counted each time.',
  },
  runRounds: {
    name: 'BUCKLE_RUN_ROUNDS', schema: wholeNumber(1, 10_000_000), default: '10000',
    meaning: 'How many rounds one loop or batch may make.',
  },
  runBranches: {
    name: 'BUCKLE_RUN_BRANCHES', schema: wholeNumber(1, 10_000), default: '200',
    meaning: 'How many nodes of a run, or rounds of a batch, may run at once; the rest wait for their turn.',
  },
  runSize: {
    name: 'BUCKLE_RUN_SIZE', schema: wholeNumber(1, 4_096), default: '64',
    meaning: 'How many million characters all nodes of a run may take in and give together.',
  },
  runLargeValue: {
    name: 'BUCKLE_RUN_LARGE_VALUE', schema: wholeNumber(1_024, 16_777_216), default: '262144',
    meaning: 'From how many characters on what a node takes or gives lies in a file, rather than in the history of its run.',
  },
  runQueue: {
    name: 'BUCKLE_RUN_QUEUE', schema: wholeNumber(0, 1_000_000), default: '1000',
    meaning: 'How many runs of a workspace may wait in the queue while it runs as many as it may; 0 refuses them.',
  },
  runWait: {
    name: 'BUCKLE_RUN_WAIT', schema: duration, default: '30s',
    meaning: 'How long a call that waits for its run, or follows it, waits for a place before it is refused.',
  },
  mongodbUrl: {
    name: 'BUCKLE_MONGODB_URL', schema: url(['mongodb', 'mongodb+srv']), secret: true, absent: 'SQLite',
    meaning: 'The MongoDB that keeps the documents, with the name of its database.',
  },
  maxFileBytes: {
    name: 'BUCKLE_MAX_FILE_BYTES', schema: wholeNumber(1, 2 ** 40), default: String(512 * 1024 * 1024),
    meaning: 'The largest file that can be uploaded, in bytes.',
  },
  retention: {
    name: 'BUCKLE_RETENTION', schema: parsed(retentionDays), default: '', absent: 'for ever',
    meaning: 'How long is kept at most of conversations, traces, files, usage, work (else 7d), audit: traces=30d,audit=730d.',
  },
  requestsPerSecond: {
    name: 'BUCKLE_REQUESTS_PER_SECOND', schema: wholeNumber(0, 1_000_000), default: '0',
    meaning: 'Requests that one token, or one address without a token, may make each second; 0 sets no limit.',
  },
  toolOutputTimeout: {
    name: 'BUCKLE_TOOL_OUTPUT_TIMEOUT', schema: duration, default: '10m',
    meaning: 'How long a chat waits for the outputs of the client\'s tools before it fails.',
  },
  stopDeadline: {
    name: 'BUCKLE_STOP_DEADLINE', schema: duration, default: '20s',
    meaning: 'How long running work may go on when the server is told to stop.',
  },
  logLevel: {
    name: 'BUCKLE_LOG_LEVEL', schema: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']),
    default: 'info', meaning: 'How much is logged: trace, debug, info, warn, error, fatal or silent.',
  },
  metricsToken: {
    name: 'BUCKLE_METRICS_TOKEN', schema: text, secret: true,
    meaning: 'The bearer token that reads /metrics; without one only this machine may.',
  },
  otlpEndpoint: {
    name: 'BUCKLE_OTLP_ENDPOINT', schema: url(['http', 'https']), absent: 'no traces',
    meaning: 'The collector of OpenTelemetry (OTLP over HTTP, without /v1/traces) to send traces to.',
  },
  otlpHeaders: {
    name: 'BUCKLE_OTLP_HEADERS', schema: parsed(headers), secret: true,
    meaning: 'Headers for that collector: name=value, separated by commas.',
  },
} as const satisfies Record<string, Setting>;

type Table = typeof settings;

/** The settings of this process, as values: times in milliseconds, sizes in bytes, paths absolute. */
export type Settings = {
  readonly [K in keyof Table]: z.output<Table[K]['schema']> | (Table[K] extends { default: string } ? never : undefined);
};

/** Something in the environment is not right; `message` lists all of it, a line each. */
export class InvalidSettings extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(['The settings are not right:', ...problems.map((problem) => `  ${problem}`)].join('\n'));
    this.name = 'InvalidSettings';
    this.problems = problems;
  }
}

/**
 * Reads the settings. An empty value counts as none.
 *
 * @param environment as of `readEnvironment`
 * @throws InvalidSettings with every mistake at once
 */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const problems = unknownNames(environment);
  const values: Record<string, unknown> = {};
  const table: Readonly<Record<string, Setting>> = settings;
  for (const [field, setting] of Object.entries(table)) {
    const written = environment[setting.name] ?? '';
    const given = (setting.secret ? written : written.trim()) || setting.default;
    if (given === undefined) continue;
    const result = setting.schema.safeParse(given);
    if (result.success) values[field] = result.data;
    else problems.push(describeProblem(setting, given, result.error));
  }
  // Each field was parsed by the schema that gives it its type.
  const read = values as Settings;
  problems.push(...conflicts(read));
  if (problems.length > 0) throw new InvalidSettings(problems);
  return read;
}

function check<T>(schema: z.ZodType<T>, value: string, advice: string): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new Error(advice);
  return result.data;
}

function describeProblem(setting: Setting, given: string, error: z.ZodError): string {
  const shown = setting.secret ? '' : ` (${JSON.stringify(given)})`;
  return `${setting.name}${shown}: ${error.issues.map((issue) => issue.message).join(' ')}`;
}

/** Names that begin as ours do and are none; those of the tests belong to the tests. */
function unknownNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  const names: readonly string[] = Object.values(settings).map((setting) => setting.name);
  return Object.keys(environment)
    .filter((name) => name.startsWith('BUCKLE_') && !name.startsWith('BUCKLE_TEST_') && !names.includes(name))
    .map((name) => {
      const nearest = nearestName(name, names);
      const advice = nearest ? `Did you mean ${nearest}?` : '"npm start -- --help" lists all.';
      return `${name}: There is no such setting. ${advice}`;
    });
}

/** Settings that are right one by one and wrong together. */
function conflicts(read: Partial<Settings>): string[] {
  const problems: string[] = [];
  const together = (first: keyof Settings, second: keyof Settings): void => {
    if ((read[first] === undefined) === (read[second] === undefined)) return;
    const [given, missing] = read[first] === undefined ? [second, first] : [first, second];
    problems.push(`${settings[given].name}: It needs ${settings[missing].name} too.`);
  };
  together('tlsCert', 'tlsKey');
  together('adminEmail', 'adminPassword');
  together('modelBaseUrl', 'modelName');
  together('embeddingBaseUrl', 'embeddingName');
  const needs = (given: keyof Settings, missing: keyof Settings, what: string): void => {
    if (read[given] !== undefined && read[missing] === undefined) problems.push(`${settings[given].name}: It needs ${what}.`);
  };
  needs('adminToken', 'adminEmail', 'BUCKLE_ADMIN_EMAIL and BUCKLE_ADMIN_PASSWORD, the account to give it to');
  needs('otlpHeaders', 'otlpEndpoint', 'BUCKLE_OTLP_ENDPOINT');
  needs('modelApiKey', 'modelBaseUrl', 'BUCKLE_MODEL_BASE_URL and BUCKLE_MODEL_NAME');
  needs('embeddingApiKey', 'embeddingBaseUrl', 'BUCKLE_EMBEDDING_BASE_URL and BUCKLE_EMBEDDING_NAME');
  if (read.roles !== undefined && read.roles.size < roles.length) {
    problems.push(
      'BUCKLE_ROLES: Several processes need a shared queue, search and file storage, which this version does not have yet: ' +
        `leave it at ${roles.join(',')}.`,
    );
  }
  return problems;
}
