// Loaded with the first formula: KaTeX weighs more than the rest of a conversation.
import rehypeKatex from 'rehype-katex';
import remarkMath from 'remark-math';

/** What understands formulas between dollars. */
export const remarkPlugin = remarkMath;

/** Formulas as MathML, which browsers draw themselves: KaTeX's HTML needs inline styles, which the policy of the page refuses. */
export const rehypePlugin = [rehypeKatex, { output: 'mathml' }] as const;
