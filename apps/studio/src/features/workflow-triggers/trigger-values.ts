import type { TriggerKind } from '@buckle/contract';
import type { changeTrigger } from '@buckle/contract';
import type { RequestOf } from '../../api/endpoint.ts';
import type { Trigger } from '../../api/workflow-triggers.ts';
import { parsedJson } from '../../shared/parsed-json.ts';

/** The settings of a trigger as they are sent. */
export type TriggerSettings = RequestOf<typeof changeTrigger>['body'];

/** One parameter in the form: a value that is always the same, or where it stands in the event. */
export interface ParameterRow {
  readonly name: string;
  readonly from: 'fixed' | 'event';
  readonly value?: string;
}

/** A trigger as its form has it. */
export interface TriggerValues {
  readonly name: string;
  readonly workflow_version?: string;
  readonly pause_after_failures: number;
  readonly rows?: readonly ParameterRow[];
  readonly schedule?: { readonly cron: string; readonly time_zone: string; readonly missed: 'skip' | 'once' | 'all'; readonly missed_at_most: number; readonly ends?: string };
  readonly webhook?: NonNullable<TriggerSettings['webhook']>;
  readonly source?: NonNullable<TriggerSettings['source']>;
}

/** Where events have their own values, by the kind of trigger: what a parameter is taken from unless something else is chosen. */
const OWN: Readonly<Record<TriggerKind, string | undefined>> = { schedule: undefined, webhook: 'body', workflow: 'output' };

/** What the form begins with; a new one with the parameters that the workflow needs. */
export function valuesOf(kind: TriggerKind, trigger: Trigger | undefined, needed: readonly string[] = []): Partial<TriggerValues> {
  if (trigger === undefined) {
    return {
      pause_after_failures: 10,
      rows: needed.map((name) => (OWN[kind] === undefined ? { name, from: 'fixed', value: '' } : { name, from: 'event', value: `${OWN[kind]}.${name}` })),
      ...(kind === 'schedule' ? { schedule: { cron: '0 9 * * *', time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone, missed: 'skip', missed_at_most: 10 } } : {}),
      ...(kind === 'webhook'
        ? { webhook: { proof: 'secret', signature_header: 'X-Buckle-Signature', timestamp_header: 'X-Buckle-Timestamp', tolerance_seconds: 300, delivery_header: 'Idempotency-Key', waits: false, wait_seconds: 30, calls_per_minute: 60 } }
        : {}),
    };
  }
  const { name, workflow_version: version, pause_after_failures: failures, schedule, webhook, source } = trigger;
  const { ends_at: endsAt, ...when } = schedule ?? { cron: '', time_zone: '', missed: 'skip', missed_at_most: 10 };
  const { path: _path, ...how } = webhook ?? { path: '' };
  return {
    name,
    ...(version === '' ? {} : { workflow_version: version }),
    pause_after_failures: failures,
    rows: rowsOf(trigger),
    ...(schedule === undefined ? {} : { schedule: { ...when, ...(endsAt === undefined ? {} : { ends: localText(endsAt) }) } }),
    ...(webhook === undefined ? {} : { webhook: how }),
    ...(source === undefined ? {} : { source: { workflow_id: source.workflow_id, on: source.on } }),
  };
}

/** The settings that a filled form means. */
export function settingsOf({ name, workflow_version: version, pause_after_failures: failures, rows = [], schedule, webhook, source }: TriggerValues): TriggerSettings {
  const fixed = rows.filter(({ from }) => from === 'fixed').map(({ name: key, value = '' }) => [key, parsed(value)] as const);
  const mapped = rows.filter(({ from }) => from === 'event').map(({ name: key, value = '' }) => [key, value] as const);
  const { ends, ...when } = schedule ?? { cron: '', time_zone: 'UTC', missed: 'skip', missed_at_most: 10 };
  return {
    name,
    ...(version ? { workflow_version: version } : {}),
    pause_after_failures: failures,
    parameters: Object.fromEntries(fixed),
    mapping: Object.fromEntries(mapped),
    ...(schedule === undefined ? {} : { schedule: { ...when, ...(ends ? { ends_at: Math.floor(new Date(ends).getTime() / 1_000) } : {}) } }),
    ...(webhook === undefined ? {} : { webhook: { ...webhook, timestamp_header: webhook.timestamp_header ?? '' } }),
    ...(source === undefined ? {} : { source }),
  };
}

function rowsOf({ parameters, mapping }: Trigger): ParameterRow[] {
  return [
    ...Object.entries(parameters).map(([name, value]) => ({ name, from: 'fixed' as const, value: written(value) })),
    ...Object.entries(mapping).map(([name, value]) => ({ name, from: 'event' as const, value })),
  ];
}

/** JSON where it is some, else a text. */
function parsed(text: string): unknown {
  const value = parsedJson(text);
  return value === undefined ? text : value;
}

/** A value so that it is read back as it was. */
function written(value: unknown): string {
  return typeof value === 'string' && parsed(value) === value ? value : JSON.stringify(value);
}

/** A moment as a field of the browser takes it, in the zone of the reader. */
function localText(seconds: number): string {
  const at = new Date(seconds * 1_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
