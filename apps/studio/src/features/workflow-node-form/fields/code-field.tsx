import { Button, Spin } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Choice } from '../../../shared/choice.tsx';
import controls from '../../../shared/controls.module.css';
import { codeTemplates } from '../document/code-templates.ts';
import { useEditing, useSetting } from '../editing.ts';
import { type CodeLanguage, codeSettings } from '../settings/simple.ts';
import styles from './fields.module.css';
import { Labelled } from './labelled.tsx';
import { ProblemNotes } from './problem-notes.tsx';

const CodeEditor = lazy(() => import('./code-editor.tsx').then(({ CodeEditor: component }) => ({ default: component })));

const choices = ['typescript', 'python'] as const;

/** The code of a node and its language. Code that nobody wrote yet follows the language. */
export function CodeField() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly, change } = useEditing();
  const [language] = useSetting(codeSettings.language);
  const [isLarge, setIsLarge] = useState(false);
  const choose = (next: CodeLanguage): void =>
    change((data) => {
      const code = codeSettings.code.read(data);
      const isOwn = code.trim() !== '' && !Object.values(codeTemplates).includes(code);
      const chosen = codeSettings.language.write(data, next);
      return isOwn ? chosen : codeSettings.code.write(chosen, codeTemplates[next]);
    });
  return (
    <>
      <Labelled label={t('language')} field={codeSettings.language.field}>
        {({ id }) => <Choice id={id} value={language} options={choices.map((value) => ({ value, label: t(`languages.${value}`) }))} isDisabled={isReadOnly} onChange={choose} />}
      </Labelled>
      {!isLarge && <Code />}
      <div className={controls['note']}>
        <ProblemNotes field={codeSettings.code.field} />
        <span className="quiet">{t('codeHint')}</span>
      </div>
      <Button size="small" className={styles['enlarge'] ?? ''} onClick={() => setIsLarge(true)}>{t('enlarge')}</Button>
      {isLarge && <LargeCode onClose={() => setIsLarge(false)} />}
    </>
  );
}

function Code() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [language] = useSetting(codeSettings.language);
  const [code, change] = useSetting(codeSettings.code);
  return (
    <div className={styles['editor']}>
      <Suspense fallback={<Spin className={styles['loading'] ?? ''} />}>
        <CodeEditor label={t('code')} language={language} value={code} isReadOnly={isReadOnly} onChange={(text) => change(text)} />
      </Suspense>
    </div>
  );
}

/** The same code over the whole window. */
function LargeCode({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('workflowNodeForm');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles['large']} aria-label={t('code')} onClose={onClose} onKeyDown={(event) => event.stopPropagation()}>
      <Code />
      <Button type="primary" onClick={() => dialog.current?.close()}>{t('done')}</Button>
    </dialog>
  );
}
