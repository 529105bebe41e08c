import { type ComponentProps, useEffect, useState } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { CopyButton } from './copy-button.tsx';
import styles from './markdown.module.css';
import { hasMath, withUniformMath } from './math-text.ts';

type Plugins = Pick<ComponentProps<typeof ReactMarkdown>, 'remarkPlugins' | 'rehypePlugins'>;

const plain: Plugins = { remarkPlugins: [remarkGfm] };

/**
 * The text of a model, as Markdown. HTML in it is shown as text, links leave no trace of this page,
 * and pictures of other places are links, since the policy of the page does not load them.
 */
export function Markdown({ text }: { readonly text: string }) {
  const wantsMath = hasMath(text);
  const plugins = useMathPlugins(wantsMath);
  return (
    <div className={styles['markdown']}>
      <ReactMarkdown {...plugins} components={components}>
        {wantsMath ? withUniformMath(text) : text}
      </ReactMarkdown>
    </div>
  );
}

function useMathPlugins(wanted: boolean): Plugins {
  const [plugins, setPlugins] = useState(plain);
  useEffect(() => {
    if (!wanted) return undefined;
    let isCurrent = true;
    import('./math.ts').then(
      ({ remarkPlugin, rehypePlugin }) => {
        if (isCurrent) setPlugins({ remarkPlugins: [remarkGfm, remarkPlugin], rehypePlugins: [[...rehypePlugin]] });
      },
      // Formulas stay as they are written; whoever looks after the page is told.
      (error: unknown) => window.reportError(error),
    );
    return () => {
      isCurrent = false;
    };
  }, [wanted]);
  return plugins;
}

const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  img: ({ src, alt }) => <Picture src={src} alt={alt ?? ''} />,
  pre: ({ children }) => <CodeBlock>{children}</CodeBlock>,
  table: ({ children }) => (
    <div className={styles['scrolling']} tabIndex={0} role="group">
      <table>{children}</table>
    </div>
  ),
  input: ({ checked }) => <span>{checked === true ? '☑' : '☐'}</span>,
};

function Picture({ src, alt }: { readonly src: unknown; readonly alt: string }) {
  const address = typeof src === 'string' ? URL.parse(src, window.location.href) : null;
  if (address === null) return <>{alt}</>;
  if (address.origin === window.location.origin) return <img src={address.href} alt={alt} />;
  return (
    <a href={address.href} target="_blank" rel="noopener noreferrer nofollow">
      {alt === '' ? address.href : alt} ↗
    </a>
  );
}

/** A block of code with its language and a button that copies it. */
function CodeBlock({ children }: { readonly children: unknown }) {
  const { code, language } = codeOf(children);
  return (
    <div className={styles['code']}>
      <div className={styles['codeHead']}>
        <span>{language}</span>
        <CopyButton text={code} />
      </div>
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </div>
  );
}

/** What the `code` element inside of a `pre` holds. */
function codeOf(children: unknown): { code: string; language: string } {
  const props: unknown = typeof children === 'object' && children !== null && 'props' in children ? children.props : {};
  const { className = '', children: code = '' } = props as { className?: string; children?: unknown };
  return { code: String(code).replace(/\n$/, ''), language: /language-(\S+)/.exec(className)?.[1] ?? '' };
}
