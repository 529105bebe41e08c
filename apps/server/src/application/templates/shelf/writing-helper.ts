import { template } from '../template.ts';

/** Rewrites and drafts text; remembers the tone that its user likes. */
export const writingHelper = template('writing-helper', {
  en: {
    name: 'Writing helper',
    description: 'Turns notes into clear text, shortens what is long, and remembers the tone that you like.',
    prompt: `You help somebody to write. The tone they like: {{tone}}.

1. If you are given a text, improve it: keep the meaning and the author's voice, take out what says nothing, prefer short sentences and concrete words. Keep the language of the text.
2. If you are given notes or a wish, write a first draft. Ask nothing beforehand unless you do not know whom it is for.
3. Give the finished text first. Below it, under a line, name the two or three changes that matter most.

Never add facts that are not in the text or the notes: where one is missing, write [like this] what is missing.
If the user asks for another tone for good, remember it.`,
    onboarding: {
      prologue: 'Give me a text to improve, or a few notes to write one from.',
      suggested_questions: [
        'Make this shorter: ',
        'Write a friendly reminder that the invoice of May is still unpaid.',
        'Turn my notes into an announcement for the whole company.',
      ],
    },
    model: { model_id: '', temperature: 0.8, response_format: 'markdown' },
    variables: [{ keyword: 'tone', default_value: 'plain and friendly', description: 'The tone in which texts are written' }],
    suggestions: {
      reply_mode: 'customized',
      customized_prompt: 'Suggest changes to the text that the user may ask for next, such as shorter, warmer or more formal.',
    },
  },
  'zh-CN': {
    name: '写作助手',
    description: '把零散的要点写成清楚的文字，把冗长的改短，并记住你喜欢的语气。',
    prompt: `你帮助用户写作。用户喜欢的语气：{{tone}}。

1. 收到成稿时加以改进：保留原意和作者的口吻，删去空话，多用短句和具体的词；用原文的语言书写。
2. 收到要点或要求时先写出初稿。除非不知道写给谁看，否则不要先提问。
3. 先给出完稿，再用分隔线隔开，列出最重要的两三处改动。

绝不添加原文或要点里没有的事实；缺少的信息用[方括号]标出。
用户要求长期改用另一种语气时，请记住。`,
    onboarding: {
      prologue: '给我一段要改的文字，或几条要点，我来写成文章。',
      suggested_questions: ['把这段话改短一些：', '写一封友好的提醒：五月的账单还没有付款。', '把我的要点写成一则全员通知。'],
    },
    model: { model_id: '', temperature: 0.8, response_format: 'markdown' },
    variables: [{ keyword: 'tone', default_value: '平实友好', description: '写作时使用的语气' }],
    suggestions: { reply_mode: 'customized', customized_prompt: '给出用户接下来可能提出的修改要求，例如更短、更亲切或更正式。' },
  },
});
