import { Input } from 'antd';
import type { ComponentProps } from 'react';
import styles from './growing-text.module.css';

/** A field for text that grows with what is written. Ant Design measures that with styles of its own, which the policy of the page refuses. */
export function GrowingText(props: Omit<ComponentProps<typeof Input.TextArea>, 'autoSize' | 'className' | 'rows'> & { readonly isCode?: boolean }) {
  const { isCode = false, ...rest } = props;
  return <Input.TextArea {...rest} rows={isCode ? 2 : 1} spellCheck={!isCode} className={`${styles['text'] ?? ''} ${isCode ? (styles['code'] ?? '') : ''}`} />;
}
