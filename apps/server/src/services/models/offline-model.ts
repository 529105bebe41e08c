import { setImmediate as nextTurn } from 'node:timers/promises';
import { estimateUsage } from './estimate-tokens.ts';
import type { ChatModel, ChatRequest, ModelEvent, ModelMessage } from './port.ts';

/** How many characters are quoted at most. */
const LONGEST_QUOTE = 120;
/** How much a shared word or pair of characters, and a single shared character, count. */
const WHOLE = 1;
const SINGLE = 0.3;
/** What a sentence must share with the question to be quoted, unless the question itself has less. */
const LEAST_OVERLAP = 0.6;
/** How much more a sentence counts that says what a thing is when just that was asked, or that speaks the question's language. */
const DEFINITION_BONUS = 6;
const LANGUAGE_BONUS = 2;
/** How much more it counts where its source is named as the question names it, where it begins its source, and where it has a number that was asked for. */
const NAME_BONUS = 3;
const BEGINNING_BONUS = 1.5;
const NUMBER_BONUS = 1.5;
/** How much less it counts for each source that was given before its own: the best come first. */
const LATER_SOURCE = 0.8;
/** How much a term counts that the name of the source has already: what is asked of the thing is in the others. */
const NAMED = 0.2;

const CHINESE = /\p{Script=Han}/u;
const SENTENCE_END = /(?<=[。！？!?；;\n])|(?<=\.)(?=\s)/u;
const GREETING = /^\W*(hi|hello|hey|good (morning|afternoon|evening)|你好|您好|嗨|哈喽|早上好|下午好|晚上好|在吗)\W*$/iu;
const DEFINITION_QUESTION = /^\W*(what|who)(['’]s| is| are)\b|是(什么|谁)|(什么|谁)(是|叫)/iu;
/** A sentence that says what a thing is, up to the verb. */
const DEFINED = /^.{1,60}?(?=是|\s(is|are)\s)/u;
/** How sentences begin that tell a bot what to do, and state nothing. */
const INSTRUCTION =
  /^(you (are|must|should|may|can|will)|your (task|job|role|name)|answer|reply|respond|act|always|never|please|be|do not|don['’]t|help|speak|use|write|keep)\b|^(你(是|叫|要|应|必须|需要|可以|的)|请|始终|总是|不要|不得|禁止|务必|回答|作为)/iu;
/** A line that says where what follows it comes from. */
const SOURCE = /^\[\d+\] (.+)$/u;
const NUMBER_QUESTION = /多少|几|何时|多[长大高远久深]|什么时候|哪[一]?年|\b(when|how (many|much|long|old|far|high|large|often))\b/iu;
const NUMBER = /[0-9]|[一二三四五六七八九十百千万两][年月日个米人岁公里次元天时点]/u;
const CHINESE_FILLERS = /什么|能做|怎么|怎样|多少|哪里|哪个|是否|可以|请问|告诉|一下|我们|你们|他们|[的了吗呢吧啊呀是在有我你您他她它这那哪几谁和与就都也请]/gu;
const ENGLISH_FILLERS = new Set(
  (
    'a an the is are was were be do does did can could will would should may i you he she it we they me my your ' +
    'his her its our their this that these those what which who whom whose when where why how of to in on at for ' +
    'from by with about and or not no so if as please tell'
  ).split(' '),
);

const WORDS = {
  zh: {
    who: '我是 Buckle 内置的离线模型，不是语言模型，只会从给我的内容里摘录原句。',
    invite: '想要真正的对话，请连接一个语言模型，方法见 README 的“接入真正的模型”。',
    greeting: '你好！',
    quote: (text: string) => `找到了最接近的内容：“${text}”`,
    nothing: '给我的内容里没有找到相关的句子。',
    join: '',
  },
  en: {
    who: "I am Buckle's built-in offline model: no language model, I only quote sentences from what I was given.",
    invite: 'For a real conversation, connect a language model: the README says how under "Connect a real model".',
    greeting: 'Hello!',
    quote: (text: string) => `The closest I found: “${text}”`,
    nothing: 'I found no sentence about that in what I was given.',
    join: ' ',
  },
} as const;

/**
 * The model of a fresh installation, which needs no key. It understands nothing: it quotes the
 * sentences of the prompt and the conversation that share most terms with the question, rare terms
 * counting more and statements before instructions, and says what it is. The same request always
 * gets the same reply.
 */
export class OfflineModel implements ChatModel {
  async *stream(request: ChatRequest, { signal }: { readonly signal: AbortSignal }): AsyncIterable<readonly ModelEvent[]> {
    const answer = answerTo(request.messages);
    const text = request.responseFormat === 'json' ? JSON.stringify({ answer }) : answer;
    for (const piece of text.match(/\p{Script=Han}{1,2}|[^\p{Script=Han}\s]+\s*|\s+/gu) ?? []) {
      await nextTurn();
      signal.throwIfAborted();
      yield [{ type: 'text', text: piece }];
    }
    yield [{ type: 'finish', reason: 'stop', usage: estimateUsage(request, text) }];
  }
}

function answerTo(messages: readonly ModelMessage[]): string {
  const last = messages.findLastIndex((message) => message.role === 'user');
  const question = last === -1 ? '' : textOf(messages[last]).trim();
  const words = WORDS[CHINESE.test(question === '' ? messages.map(textOf).join('') : question) ? 'zh' : 'en'];
  const greeted = GREETING.test(question);
  const wanted = greeted ? new Map<string, number>() : termsOf(question);
  const parts = [];
  if (wanted.size === 0) parts.push(...(greeted ? [words.greeting] : []), words.who);
  else {
    const quote = quoteFor(question, wanted, sentencesOf(messages.toSpliced(last, 1)));
    parts.push(quote === undefined ? words.nothing : words.quote(quote), words.who);
  }
  return [...parts, words.invite].join(words.join);
}

/** The best sentences, in the order in which they were given, as many as fit. */
function quoteFor(question: string, wanted: ReadonlyMap<string, number>, sentences: readonly Sentence[]): string | undefined {
  const terms = sentences.map(({ sentence }) => termsOf(sentence));
  const found = new Map([...wanted.keys()].map((term) => [term, terms.filter((of) => of.has(term)).length]));
  const whole = [...wanted.values()].reduce((sum, weight) => sum + weight);
  const least = Math.min(LEAST_OVERLAP, whole);
  const definitionWanted = DEFINITION_QUESTION.test(question);
  const numberWanted = NUMBER_QUESTION.test(question);
  const scored = sentences.map(({ sentence, source }, index) => {
    const of = terms[index] ?? new Map<string, number>();
    let overlap = 0;
    let score = 0;
    for (const [term, weight] of wanted) {
      if (!of.has(term)) continue;
      overlap += weight;
      const importance = weight * Math.log(1 + sentences.length / (found.get(term) ?? 1));
      score += source?.name.has(term) ? importance * NAMED : importance;
    }
    const definition = definitionWanted && defines(sentence, wanted);
    if (definition) score *= DEFINITION_BONUS;
    if (CHINESE.test(sentence) === CHINESE.test(question)) score *= LANGUAGE_BONUS;
    if (numberWanted && NUMBER.test(sentence)) score *= NUMBER_BONUS;
    if (source) {
      const named = [...wanted].reduce((sum, [term, weight]) => sum + (source.name.has(term) ? weight : 0), 0);
      score *= (1 + NAME_BONUS * (named / whole)) * LATER_SOURCE ** source.place;
      if (source.isBeginning) score *= BEGINNING_BONUS;
    }
    return { index, sentence, definition, overlap, score: score / Math.sqrt(1 + of.size) };
  });
  const fitting = scored.filter(({ overlap }) => overlap >= least);
  const statements = fitting.filter(({ sentence }) => !INSTRUCTION.test(sentence));
  const ranked = (statements.length > 0 ? statements : fitting).toSorted((a, b) => b.score - a.score || a.index - b.index);
  const [best] = ranked;
  if (!best) return undefined;

  let room = LONGEST_QUOTE;
  const chosen = ranked.filter(({ index, sentence, score }) => {
    const fits = index === best.index || (!best.definition && score > best.score / 2 && sentence.length < room);
    if (fits) room -= sentence.length + 1;
    return fits;
  });
  const quote = chosen.toSorted((a, b) => a.index - b.index).map(({ sentence }) => sentence).join(' ');
  return quote.length > LONGEST_QUOTE ? `${quote.slice(0, LONGEST_QUOTE - 1)}…` : quote;
}

/** Whether a sentence says what the thing is that exactly these terms name, as in "扣（Buckle）是…". */
function defines(sentence: string, wanted: ReadonlyMap<string, number>): boolean {
  const names = (DEFINED.exec(sentence)?.[0] ?? '').split(/[（(）)]/u).map(termsOf);
  return names.some((name) => name.size === wanted.size && [...name.keys()].every((term) => wanted.has(term)));
}

/** A sentence that was given, and where it comes from, where that was said. */
interface Sentence {
  readonly sentence: string;
  readonly source?: { readonly name: ReadonlyMap<string, number>; readonly place: number; readonly isBeginning: boolean };
}

/** The sentences that were given, each once; not what this model itself said, nor the names of sources. */
function sentencesOf(messages: readonly ModelMessage[]): Sentence[] {
  const given = messages.map(textOf).filter((text) => !text.includes(WORDS.zh.who) && !text.includes(WORDS.en.who));
  const found = new Map<string, Sentence>();
  for (const text of given) {
    let source: Omit<NonNullable<Sentence['source']>, 'isBeginning'> | undefined;
    let isBeginning = false;
    for (const part of text.split(SENTENCE_END)) {
      const name = SOURCE.exec(part.trim())?.[1];
      if (name !== undefined) {
        source = { name: termsOf(name), place: source === undefined ? 0 : source.place + 1 };
        isBeginning = true;
        continue;
      }
      const sentence = part.replace(/^[\s\-*#>]+|[\s;；]+$/gu, '');
      if (sentence.length <= 1) continue;
      if (!found.has(sentence)) found.set(sentence, { sentence, ...(source === undefined ? {} : { source: { ...source, isBeginning } }) });
      isBeginning = false;
    }
  }
  return [...found.values()];
}

/** Terms with their weights: English words without their endings, Chinese characters and pairs of them. */
function termsOf(text: string): Map<string, number> {
  const terms = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{Script=Latin}\p{N}]+/gu)) {
    if (!ENGLISH_FILLERS.has(word)) terms.set(word.length > 4 ? word.replace(/(?:ing|ed|es|s)$/, '') : word, WHOLE);
  }
  for (const [run] of text.replaceAll(CHINESE_FILLERS, ' ').matchAll(/\p{Script=Han}+/gu)) {
    for (let at = 0; at < run.length; at += 1) {
      terms.set(run.slice(at, at + 1), SINGLE);
      if (at + 1 < run.length) terms.set(run.slice(at, at + 2), WHOLE);
    }
  }
  return terms;
}

function textOf(message: ModelMessage | undefined): string {
  if (!message) return '';
  if (typeof message.content === 'string') return message.content;
  return message.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
