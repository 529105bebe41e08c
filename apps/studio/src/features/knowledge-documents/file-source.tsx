import { CloseOutlined, InboxOutlined } from '@ant-design/icons';
import type { Dataset } from '@buckle/contract';
import { Button, Spin } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../shared/amounts.ts';
import { StatusTag } from '../../shared/status-tag.tsx';
import styles from './file-source.module.css';
import type { FileEntry } from './use-files.ts';

interface FileSourceProps {
  readonly format: Dataset['format'];
  readonly entries: readonly FileEntry[];
  /** The one whose passages are shown. */
  readonly shown: number | undefined;
  readonly onShow: (key: number) => void;
  readonly onFiles: (files: readonly File[]) => void;
  readonly onRemove: (entry: FileEntry) => void;
  readonly onAddSame: (entry: FileEntry) => void;
}

const kinds = { uploading: 'neutral', ready: 'neutral', adding: 'neutral', added: 'good', same: 'doubtful', failed: 'bad' } as const;

/** Endings that a browser offers first; what a file is decides the server. */
const ENDINGS = { text: '.pdf,.docx,.pptx,.xlsx,.csv,.md,.markdown,.html,.htm,.txt,.json,.epub', table: '.xlsx,.csv,.tsv', image: '.png,.jpg,.jpeg,.webp,.gif' };

const hints = { text: 'dropHint', table: 'dropHintTable', image: 'dropHintImage' } as const;

/** Where files are dropped or chosen, and what becomes of each. */
export function FileSource({ format, entries, shown, onShow, onFiles, onRemove, onAddSame }: FileSourceProps) {
  const { t } = useTranslation('knowledgeDocuments');
  const [isOver, setIsOver] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const take = (event: DragEvent): void => {
    event.preventDefault();
    setIsOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
    <>
      <div className={`${styles['drop']} ${isOver ? styles['over'] : ''}`} onDragOver={(event) => event.preventDefault()} onDragEnter={() => setIsOver(true)} onDragLeave={() => setIsOver(false)} onDrop={take}>
        <InboxOutlined aria-hidden />
        <p>
          {t('drop')} <Button type="link" size="small" onClick={() => chooser.current?.click()}>{t('choose')}</Button>
        </p>
        <p className="quiet">{t(hints[format])}</p>
        <input
          ref={chooser}
          type="file"
          multiple
          hidden
          aria-label={t('choose')}
          accept={ENDINGS[format]}
          onChange={({ target }) => {
            onFiles([...(target.files ?? [])]);
            target.value = '';
          }}
        />
      </div>
      <ul className={styles['files']}>
        {entries.map((entry) => (
          <li key={entry.key}>
            <FileLine entry={entry} isShown={entry.key === shown} isOnly={entries.length === 1} onShow={() => onShow(entry.key)} onRemove={() => onRemove(entry)} onAddSame={() => onAddSame(entry)} />
          </li>
        ))}
      </ul>
    </>
  );
}

interface FileLineProps {
  readonly entry: FileEntry;
  readonly isShown: boolean;
  readonly isOnly: boolean;
  readonly onShow: () => void;
  readonly onRemove: () => void;
  readonly onAddSame: () => void;
}

function FileLine({ entry, isShown, isOnly, onShow, onRemove, onAddSame }: FileLineProps) {
  const { t, i18n } = useTranslation('knowledgeDocuments');
  const { name, bytes, state, fileId, reason } = entry;
  const isMoving = state === 'uploading' || state === 'adding';
  return (
    <>
      <div className={styles['line']}>
        {fileId === '' || isOnly ? <span className={styles['name']}>{name}</span> : (
          <button type="button" className={styles['name']} aria-pressed={isShown} title={t('previewFile', { name })} onClick={onShow}>{name}</button>
        )}
        <span className="quiet">{formatBytes(bytes, i18n.language)}</span>
        {isMoving && <Spin size="small" />}
        <StatusTag kind={kinds[state]}>{t(`fileStates.${state}`)}</StatusTag>
        {!isMoving && state !== 'added' && <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('removeFile', { name })} onClick={onRemove} />}
      </div>
      {reason !== '' && <p className={state === 'failed' ? styles['failure'] : 'quiet'}>{reason}</p>}
      {state === 'same' && <Button size="small" aria-label={t('addSameOf', { name })} onClick={onAddSame}>{t('addSame')}</Button>}
    </>
  );
}
