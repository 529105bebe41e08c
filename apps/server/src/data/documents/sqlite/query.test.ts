import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tasks } from '../cases/fixture.ts';
import { planCount, planQuery } from '../plan-query.ts';
import { SqliteDatabase } from './database.ts';
import type { Sql } from './query.ts';
import { from, page } from './query.ts';
import { createIndexes, fitTable } from './table.ts';

let database: SqliteDatabase;

beforeEach(() => {
  database = new SqliteDatabase(':memory:');
  fitTable(database, tasks);
  createIndexes(database, tasks);
});

afterEach(() => database.close());

/** How SQLite goes about it, in its words. */
function strategy(columns: string, { text, values }: Sql): string {
  const rows = database.statement(`EXPLAIN QUERY PLAN SELECT ${columns} ${text}`).all(...values);
  return rows.map((row) => String(row['detail'])).join('; ');
}

const first = { descending: false, after: undefined, limit: 10, skip: 0 };
const later = { descending: true, after: { value: 3, id: '7' }, limit: 10, skip: 0 };

describe('a page', () => {
  const queries: [string, object, string | undefined, string][] = [
    ['by id', {}, undefined, 'sqlite_autoindex_tasks_1'],
    ['by a range of ids', { id: { gt: '5' } }, undefined, 'sqlite_autoindex_tasks_1'],
    ['by equality', { urgent: true }, undefined, 'tasks.by_urgent'],
    ['by equality and sort', { workspaceId: 'w' }, 'priority', 'tasks.by_workspaceId_priority'],
    ['by equality, range and sort', { workspaceId: 'w', state: 'x', priority: { gt: 1 } }, 'priority', 'tasks.by_workspaceId_state_priority'],
    ['of a unique index', { workspaceId: 'w' }, 'slug', 'tasks.unique_workspaceId_slug'],
    ['of a sparse index', { state: 'x' }, 'attempts', 'tasks.sparse_state_attempts'],
    ['by a range of a sparse index', { state: 'x', attempts: { lt: 3 } }, 'attempts', 'tasks.sparse_state_attempts'],
  ];

  it.each(queries)('%s is read in the order of its index', (_, where, sort, index) => {
    const plan = planQuery(tasks, { where, sort, limit: 10 });
    for (const options of [first, later]) {
      const how = strategy('_body', page(tasks, plan, options));
      expect(how).toContain(`USING INDEX ${index}`);
      expect(how).not.toContain('TEMP B-TREE');
    }
  });

  it('by several values is found by its index', () => {
    const plan = planQuery(tasks, { where: { workspaceId: 'w', state: { in: ['a', 'b'] } }, sort: 'priority', limit: 10 });
    expect(strategy('_body', page(tasks, plan, first))).toContain('tasks.by_workspaceId_state_priority (workspaceId=? AND state=?');
  });
});

describe('a count', () => {
  it('reads its index alone', () => {
    const plan = planCount(tasks, { workspaceId: 'w', priority: { gte: 2 } });
    expect(strategy('count(*)', from(tasks, plan))).toContain('USING COVERING INDEX tasks.by_workspaceId_priority');
  });
});
