import { type Language, page } from './html.ts';

const words = {
  zh: {
    title: 'Buckle 正在运行',
    text: '这是一个 AI 智能体与工作流的开放平台。它兼容扣子的开放接口：官方客户端只需更换地址即可使用。',
    action: '查看接口文档',
  },
  en: {
    title: 'Buckle is running',
    text: 'This is an open platform for AI bots and workflows. It speaks Coze’s API: official clients work by changing their base address alone.',
    action: 'Read the API',
  },
};

/** The page at `/`. */
export function homePage(language: Language): string {
  const { title, text, action } = words[language];
  return page(language, title, `<h1>${title}</h1>\n<p>${text}</p>\n<a class="action" href="/docs/api">${action}</a>`);
}
