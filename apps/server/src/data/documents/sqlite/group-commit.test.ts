import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Unavailable } from '#kernel/errors.ts';
import { GroupCommit } from './group-commit.ts';

let database: DatabaseSync;
let writer: GroupCommit;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
  database.exec('PRAGMA foreign_keys = ON; CREATE TABLE notes (text TEXT)');
  writer = new GroupCommit(database);
});

afterEach(() => database.close());

function add(text: string): Promise<string> {
  return writer.write(() => {
    database.prepare('INSERT INTO notes VALUES (?)').run(text);
    return text;
  });
}

function stored(): unknown[] {
  return database.prepare('SELECT text FROM notes').all().map((row) => row['text']);
}

describe('writes of one turn', () => {
  it('share one commit and are told their outcomes after it', async () => {
    const inside: boolean[] = [];
    const writes = Promise.all(
      ['a', 'b', 'c'].map((text) =>
        writer.write(() => inside.push(database.isTransaction)).then(() => [text, database.isTransaction]),
      ),
    );
    expect(stored()).toEqual([]);
    expect(await writes).toEqual([['a', false], ['b', false], ['c', false]]);
    expect(inside).toEqual([true, true, true]);
  });

  it('are seen by nobody before they are committed', async () => {
    const write = add('a');
    await Promise.resolve();
    expect(stored()).toEqual([]);
    await write;
    expect(stored()).toEqual(['a']);
  });

  it('each have an outcome of their own', async () => {
    const refused = writer.write(() => {
      throw new RangeError('Refused.');
    });
    const outcomes = await Promise.allSettled([add('a'), refused, add('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(refused).rejects.toThrow(RangeError);
    expect(stored()).toEqual(['a', 'b']);
  });
});

describe('a commit that fails', () => {
  it('on a full disk rejects all of its writes in words, and later writes work', async () => {
    const pages = Number(database.prepare('PRAGMA page_count').get()?.['page_count']);
    database.exec(`PRAGMA max_page_count = ${pages + 1}`);
    const outcomes = await Promise.allSettled([add('a'), add('x'.repeat(100_000)), add('b')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    await expect(add('x'.repeat(100_000))).rejects.toThrow(Unavailable);
    await expect(add('x'.repeat(100_000))).rejects.toThrow(/disk.*is full.*try again/);
    expect(stored()).toEqual([]);
    database.exec('PRAGMA max_page_count = 1000');
    await add('c');
    expect(stored()).toEqual(['c']);
  });

  it('at the commit itself rejects all of its writes and leaves nothing behind', async () => {
    database.exec(`CREATE TABLE parents (id TEXT PRIMARY KEY);
      CREATE TABLE children (parent TEXT REFERENCES parents DEFERRABLE INITIALLY DEFERRED)`);
    const orphan = writer.write(() => database.prepare('INSERT INTO children VALUES (?)').run('nobody'));
    const outcomes = await Promise.allSettled([add('a'), orphan]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(orphan).rejects.toThrow(Unavailable);
    expect(database.isTransaction).toBe(false);
    await add('b');
    expect(stored()).toEqual(['b']);
  });
});

describe('closing', () => {
  it('commits what is pending and refuses what comes later', async () => {
    const write = add('a');
    writer.close();
    expect(stored()).toEqual(['a']);
    await write;
    await expect(add('b')).rejects.toThrow('closed');
  });
});
