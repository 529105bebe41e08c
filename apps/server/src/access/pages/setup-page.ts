import { escape, type Language, page } from './html.ts';

const words = {
  zh: {
    title: '设置 Buckle',
    text: '创建第一个账号。它将管理整个实例。',
    name: '名字',
    email: '邮箱',
    password: '密码',
    hint: '至少 10 个字符',
    action: '创建账号',
    busy: '正在创建…',
    done: '账号已创建。在启动 Buckle 的目录里运行 npm start -- token，就能得到它的访问令牌。',
    next: '查看接口文档',
    refused: '账号没有创建。请打开最近一次启动时打印的链接；账号已经存在时不再需要它。服务器的答复：',
    unreachable: '无法连接服务器，请确认它仍在运行。',
  },
  en: {
    title: 'Set up Buckle',
    text: 'Create the first account. It will administer this instance.',
    name: 'Name',
    email: 'E-mail',
    password: 'Password',
    hint: 'at least 10 characters',
    action: 'Create the account',
    busy: 'Creating…',
    done: 'The account is created. In the folder of Buckle, npm start -- token prints an access token for it.',
    next: 'Read the API',
    refused: '',
    unreachable: 'The server cannot be reached: check that it still runs.',
  },
};

/** The page at `/setup`, whose form proves with `token` that its reader may make the first account. */
export function setupPage(language: Language, token: string): string {
  const word = words[language];
  return page(
    language,
    word.title,
    `<h1>${word.title}</h1>
<p>${word.text}</p>
<form data-token="${escape(token)}" data-busy="${word.busy}" data-done="${word.done}" data-refused="${word.refused}" data-unreachable="${word.unreachable}">
<label>${word.name}<input name="name" autocomplete="name" required maxlength="64"></label>
<label>${word.email}<input name="email" type="email" autocomplete="email" required maxlength="254"></label>
<label>${word.password} <small>${word.hint}</small><input name="password" type="password" autocomplete="new-password" required minlength="10" maxlength="256"></label>
<button>${word.action}</button>
<output aria-live="polite"></output>
<a class="action" href="/docs/api" hidden>${word.next}</a>
</form>
<script src="/assets/setup.js" type="module"></script>`,
  );
}
