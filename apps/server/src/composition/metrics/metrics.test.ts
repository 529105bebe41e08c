import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer } from '../testing/started-server.ts';
import { boundedNames } from './bounded-names.ts';
import { refreshed } from './refreshed.ts';

const deploy = (path: string): string => readFileSync(new URL(`../../../../../deploy/${path}`, import.meta.url), 'utf8');

let server: TestServer;
let botId: string;
beforeAll(async () => {
  server = await TestServer.start();
  botId = await server.publishBot();
});
afterAll(() => server.stop());

/** What Prometheus would read. */
async function scrape(): Promise<string> {
  return (await fetch(`${server.address}/metrics`)).text();
}

/** The value of a sample by its name and labels as they are shown. */
async function valueOf(sample: string): Promise<number | undefined> {
  const line = (await scrape()).split('\n').find((one) => one.startsWith(`${sample} `));
  return line === undefined ? undefined : Number(line.slice(sample.length + 1));
}

async function chat(): Promise<void> {
  const message = { role: 'user', content: 'hello', content_type: 'text' } as const;
  for await (const _ of server.coze.chat.stream({ bot_id: botId, user_id: 'u', additional_messages: [message as never] }));
}

describe('the figures of a server', () => {
  it('count chats, calls of models and their tokens, and commits', async () => {
    server.model.enqueue({ text: 'hello', usage: { inputTokens: 7, outputTokens: 3 } });
    await chat();
    await expect.poll(() => valueOf('buckle_work_duration_seconds_count{kind="chat",outcome="completed"}')).toBe(1);
    const name = 'scripted';
    expect(await valueOf(`buckle_model_call_duration_seconds_count{model="${name}",outcome="completed"}`)).toBe(1);
    expect(await valueOf(`buckle_model_first_token_seconds_count{model="${name}"}`)).toBe(1);
    expect(await valueOf(`buckle_model_tokens_total{model="${name}",direction="input"}`)).toBe(7);
    expect(await valueOf(`buckle_model_tokens_total{model="${name}",direction="output"}`)).toBe(3);
    expect(await valueOf('buckle_commit_duration_seconds_count')).toBeGreaterThan(0);
    expect(await valueOf('buckle_commit_writes_sum')).toBeGreaterThanOrEqual((await valueOf('buckle_commit_writes_count')) ?? Infinity);
  });

  it('tell failures by their kind and code', async () => {
    server.model.enqueue({ error: { status: 401, message: 'Wrong key.' } });
    await chat();
    await expect.poll(() => valueOf('buckle_work_duration_seconds_count{kind="chat",outcome="failed"}')).toBe(1);
    expect(await valueOf('buckle_model_call_duration_seconds_count{model="scripted",outcome="authentication"}')).toBe(1);
    await fetch(`${server.address}/v1/nothing`);
    expect(await valueOf('buckle_http_failures_total{code="4200"}')).toBe(1);
  });

  it('tell what is: readiness, sizes, the audit log, the version', async () => {
    expect(await valueOf('buckle_ready{check="documents"}')).toBe(1);
    expect(await valueOf('buckle_data_bytes{part="documents"}')).toBeGreaterThan(4096);
    expect(await valueOf('buckle_data_disk_free_bytes')).toBeLessThan((await valueOf('buckle_data_disk_size_bytes')) ?? 0);
    await expect.poll(() => valueOf('buckle_audit_broken')).toBe(0);
    await expect.poll(() => valueOf('buckle_work_failed_kept')).toBeGreaterThanOrEqual(0);
    expect(await scrape()).toMatch(/^buckle_build_info\{version="[\d.]+"\} 1$/m);
    // No backup was made, and there is no certificate.
    expect(await valueOf('buckle_backup_taken_timestamp_seconds')).toBeUndefined();
    expect(await valueOf('buckle_tls_certificate_expires_timestamp_seconds')).toBeUndefined();
  });
});

describe('the dashboard and the alert rules', () => {
  const names = (text: string): string[] => [...new Set(text.match(/\b(?:buckle|nodejs|process)_[a-z0-9_]+/g))];

  it('name only figures that a server shows', async () => {
    const shown = new Set([...(await scrape()).matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name));
    const used = [...names(deploy('grafana/buckle.json')), ...names(deploy('prometheus/alerts.yaml'))];
    expect(used.length).toBeGreaterThan(20);
    const isShown = (name: string): boolean => shown.has(name) || shown.has(name.replace(/_(?:bucket|sum|count)$/, ''));
    expect(used.filter((name) => !isShown(name))).toEqual([]);
  });

  it('show every figure of Buckle', async () => {
    const used = new Set([...names(deploy('grafana/buckle.json')), ...names(deploy('prometheus/alerts.yaml'))].map((name) => name.replace(/_(?:bucket|sum|count)$/, '')));
    const shown = [...(await scrape()).matchAll(/^# TYPE (buckle_\S+)/gm)].map(([, name]) => name ?? '');
    expect(shown.filter((name) => !used.has(name))).toEqual([]);
  });

  it('are explained in both languages of the manual', () => {
    const alerts = [...deploy('prometheus/alerts.yaml').matchAll(/alert: (\w+)/g)].map(([, name]) => name ?? '');
    expect(alerts.length).toBeGreaterThan(8);
    for (const manual of ['README.md', 'README.zh-CN.md']) {
      const text = deploy(`../docs/monitoring/${manual}`);
      const figures = names(deploy('prometheus/alerts.yaml')).map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
      expect([...alerts, ...figures].filter((name) => !text.includes(name))).toEqual([]);
    }
  });

  it('place panels of the dashboard side by side, not over each other', () => {
    interface Panel { readonly id: number; readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number } }
    const { panels } = JSON.parse(deploy('grafana/buckle.json')) as { panels: readonly Panel[] };
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, n) => `${x + (n % w)} ${y + Math.floor(n / w)}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

it('names above a number are told apart no more', () => {
  const nameOf = boundedNames(2);
  expect(['a', 'b', 'c', 'a', 'd'].map(nameOf)).toEqual(['a', 'b', 'other', 'a', 'other']);
});

it('a dear figure is found in the background, once for all who ask', async () => {
  let found = 0;
  const failures: unknown[] = [];
  const figure = refreshed(1_000_000, async () => (found += 1), (error) => failures.push(error));
  expect([figure(), figure()]).toEqual([undefined, undefined]);
  await expect.poll(figure).toBe(1);
  expect([figure(), found]).toEqual([1, 1]);
  const failing = refreshed(0, () => Promise.reject(new Error('no')), (error) => failures.push(error));
  failing();
  await expect.poll(() => failures).toHaveLength(1);
  expect(failing()).toBeUndefined();
});
