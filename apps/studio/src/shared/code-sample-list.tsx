import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CodeSample, tokenLine } from './code-samples.ts';
import { CodeText } from './code-text.tsx';

interface CodeSampleListProps {
  /** What the choice between the languages is called. */
  readonly label: string;
  readonly samples: readonly CodeSample[];
  /** What the code does. */
  readonly text: string;
}

/** Code in the language that the reader chooses, with what has to be there before. */
export function CodeSampleList({ label, samples, text }: CodeSampleListProps) {
  const { t } = useTranslation('bots');
  const [key, setKey] = useState<CodeSample['key']>('curl');
  const sample = samples.find((each) => each.key === key);
  return (
    <>
      <p className="quiet">{t('tokenEnvironment')}</p>
      <CodeText label={t('token')} text={tokenLine} />
      <Segmented aria-label={label} value={key} options={samples.map((each) => ({ value: each.key, label: each.name }))} onChange={setKey} />
      {sample?.install !== undefined && (
        <>
          <p className="quiet">{t('codeInstall')}</p>
          <CodeText label={t('codeInstall')} text={sample.install} />
        </>
      )}
      <p className="quiet">{text}</p>
      {sample && <CodeText label={sample.name} text={sample.code} />}
    </>
  );
}
