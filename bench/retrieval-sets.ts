import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as opencc from 'opencc-js';
import { z } from 'zod';

/** Where the development split of CMRC 2018 lies. */
export const FOLDER = process.env['BENCH_RETRIEVAL'] ?? '../shared/data/retrieval/cmrc2018';

/** Its own types cannot be resolved. */
const { Converter } = opencc as unknown as { readonly Converter: (options: { readonly from: string; readonly to: string }) => (text: string) => string };

export interface Passage {
  readonly id: string;
  readonly title: string;
  readonly text: string;
}

export interface Question {
  readonly id: string;
  readonly text: string;
  /** The passage that answers it. */
  readonly answeredBy: string;
  /** Texts any of which is the answer; none where that is not known. */
  readonly answers: readonly string[];
}

/** Passages, and questions each of which one of them answers. */
export interface RetrievalSet {
  readonly passages: readonly Passage[];
  readonly questions: readonly Question[];
}

const passageLine = z.object({ _id: z.string(), title: z.string(), text: z.string() });
const questionLine = z.object({ _id: z.string(), text: z.string(), answers: z.array(z.union([z.string(), z.number()])) });

/** Articles of the Chinese Wikipedia and questions about them; `undefined` where the folder is not there. */
export async function cmrc(): Promise<RetrievalSet | undefined> {
  const lines = async (name: string) => (await readFile(join(FOLDER, name), 'utf8')).trim().split('\n');
  try {
    const passages = (await lines('corpus.jsonl')).map((line) => passageLine.parse(JSON.parse(line))).map(({ _id: id, title, text }) => ({ id, title, text }));
    const answeredBy = new Map((await lines('qrels.tsv')).slice(1).map((line) => line.split('\t')).map(([question = '', passage = '']) => [question, passage]));
    const questions = (await lines('queries.jsonl')).map((line) => questionLine.parse(JSON.parse(line)));
    return { passages, questions: questions.map(({ _id: id, text, answers }) => ({ id, text, answeredBy: answeredBy.get(id) ?? '', answers: answers.map(String) })) };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The same in traditional characters and words of Taiwan. */
export function inTraditional({ passages, questions }: RetrievalSet): RetrievalSet {
  const traditional = Converter({ from: 'cn', to: 'tw' });
  return {
    passages: passages.map((passage) => ({ ...passage, title: traditional(passage.title), text: traditional(passage.text) })),
    questions: questions.map((question) => ({ ...question, text: traditional(question.text) })),
  };
}

/** A hundred of the questions in other words than the passages have: no more than a name is the same. */
export async function reworded({ passages, questions }: RetrievalSet): Promise<RetrievalSet> {
  const texts = new Map(Object.entries(z.record(z.string(), z.string()).parse(await own('reworded.json'))));
  return {
    passages,
    questions: questions.flatMap((question) => {
      const text = texts.get(question.id);
      return text === undefined ? [] : [{ ...question, text }];
    }),
  };
}

const englishPassages = z.array(z.object({ title: z.string(), text: z.string(), questions: z.array(z.string()) }));

/** A hundred questions about short passages, some of which are like each other. */
export async function english(): Promise<RetrievalSet> {
  const passages = englishPassages.parse(await own('english.json')).map((passage, at) => ({ ...passage, id: `e${at}` }));
  return {
    passages,
    questions: passages.flatMap(({ id: answeredBy, questions }) => questions.map((text, at) => ({ id: `${answeredBy}-${at}`, text, answeredBy, answers: [] }))),
  };
}

async function own(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`retrieval-sets/${name}`, import.meta.url), 'utf8'));
}
