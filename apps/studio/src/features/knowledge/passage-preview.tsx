import type { previewPassages, TextRules } from '@buckle/contract';
import { Spin } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { RequestOf } from '../../api/endpoint.ts';
import { usePreviewPassagesMutation } from '../../api/knowledge.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { failureInWords } from '../../shared/reason-text.ts';
import { ColumnList } from './column-list.tsx';
import { PassageAround, PassageHead, PassageText } from './passage-head.tsx';
import styles from './passage.module.css';
import { problemOf } from './splitting-rules.ts';

interface PassagePreviewProps {
  readonly workspaceId: string;
  readonly source: RequestOf<typeof previewPassages>['body']['source'];
  readonly rules: TextRules;
  /** Called where the types of a table's columns are changed. */
  readonly onChange: (rules: TextRules) => void;
}

/** So long, in milliseconds, it waits for the next key. */
const PAUSE = 500;

/** The first passages that rules make of a source; it follows what is typed. */
export function PassagePreview({ workspaceId, source, rules, onChange }: PassagePreviewProps) {
  const { t } = useTranslation('knowledge');
  const [preview, { data, error, isLoading }] = usePreviewPassagesMutation();
  const body = JSON.stringify({ workspace_id: workspaceId, source, splitting: rules });
  const isWrong = problemOf(rules) !== undefined;
  useEffect(() => {
    if (isWrong) return;
    // Objects that say the same are no reason to ask again.
    const timer = setTimeout(() => void preview({ body: JSON.parse(body) as RequestOf<typeof previewPassages>['body'] }), PAUSE);
    return () => clearTimeout(timer);
  }, [preview, body, isWrong]);
  if (error !== undefined) return <FailureNotice failure={failureInWords(error, t)} />;
  if (data === undefined) return <p className="quiet"><Spin size="small" /> {t('previewBusy')}</p>;
  if (data.items.length === 0) return <p className="quiet">{t('previewNothing')}</p>;
  return (
    <div aria-busy={isLoading}>
      {data.columns !== undefined && rules.mode === 'rows' && (
        <>
          <p className="quiet">{t('columnsHint')}</p>
          <ColumnList columns={data.columns} rules={rules} onChange={onChange} />
        </>
      )}
      <p className="quiet" role="status">{data.has_more ? t('previewMore') : t('previewCount', { count: data.items.length })}</p>
      <ol className={styles['preview']}>
        {data.items.map(({ content, headings, page, parent }, at) => (
          <li key={`${at}${content.slice(0, 40)}`}>
            <PassageHead headings={headings} page={page} />
            <PassageText>{content}</PassageText>
            {parent !== undefined && parent !== content && <PassageAround text={parent} />}
          </li>
        ))}
      </ol>
    </div>
  );
}
