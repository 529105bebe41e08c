import { stemmer } from 'stemmer';

const CHINESE =
  '的 地 得 了 着 过 吗 呢 吧 啊 呀 嘛 之 其 与 和 及 或 而 且 并 但 则 也 都 又 还 就 才 只 很 最 更 太 是 为 有 在 于 从 到 对 向 被 把 将 由 以 因 因为 所以 如果 ' +
  '我 你 您 他 她 它 我们 你们 他们 她们 它们 这 那 这个 那个 这些 那些 这里 那里 此 该 自己 什么 甚么 怎么 怎样 怎么样 如何 为什么 为何 谁 哪 哪个 哪些 哪里 哪儿 哪一 何 何时 ' +
  '何处 几 多少 多 是否 能 能否 可以 可 会 要 应 应该 请 请问 告诉 介绍 一下 一个 个 些 有没有 是不是 时候 叫 叫做 称为 被称为 指 关于 有关 以及 等 里 中 上 下 哪年 哪一年 几个';
const ENGLISH =
  'a an the is are was were be been being am do does did done have has had can could will would shall should may might must i me my you your he him his she her it its we us our they ' +
  'them their this that these those there here what which who whom whose when where why how of to in on at for from by with about into as and or but not no nor so if then than ' +
  'please tell much many any some such also very just s t';

/**
 * Words that say nothing of what is looked for, as terms are cut: those that only hold a sentence together, and those by which one
 * asks. A passage that lacks them answers no less.
 */
export const commonWords: ReadonlySet<string> = new Set([...CHINESE.split(' '), ...ENGLISH.split(' ').map((word) => stemmer(word))]);
