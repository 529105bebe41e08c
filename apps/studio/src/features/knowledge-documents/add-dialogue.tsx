import type { Dataset, SplitRules } from '@buckle/contract';
import { Alert, Button, Modal, Segmented } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { contentOf } from '../../shared/content-of.ts';
import controls from '../../shared/controls.module.css';
import { useNotices } from '../../shared/notices.tsx';
import { PassagePreview, problemOf, SplittingFields } from '../knowledge/index.ts';
import styles from './add-dialogue.module.css';
import { FileSource } from './file-source.tsx';
import { type Addition, type NewDocument, useAdding } from './use-adding.ts';
import { canBeAdded, type FileEntry, useFiles } from './use-files.ts';

interface AddDialogueProps {
  readonly dataset: Dataset;
  /** Files that were dropped on the page. */
  readonly dropped: readonly File[];
  readonly onClose: () => void;
}

type SourceKind = 'file' | 'text' | 'web';

const sources = { text: ['file', 'text', 'web'], table: ['file', 'text', 'web'], image: ['file', 'web'] } as const satisfies Record<Dataset['format'], readonly SourceKind[]>;

/** Adds documents: files, a text, or a web page. What the rules make of them is shown before. */
export function AddDialogue({ dataset, dropped, onClose }: AddDialogueProps) {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: common } = useTranslation();
  const { t: knowledge } = useTranslation('knowledge');
  const { workspace_id: workspaceId, format } = dataset;
  const { done } = useNotices();
  const [kind, setKind] = useState<SourceKind>('file');
  const [rules, setRules] = useState(dataset.splitting);
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const [url, setUrl] = useState('');
  const [shown, setShown] = useState<number>();
  const [isAdding, setIsAdding] = useState(false);
  const [refused, setRefused] = useState<Addition>();
  const files = useFiles(workspaceId, dropped);
  const add = useAdding(dataset, rules);
  const waiting = files.entries.filter(canBeAdded);
  const shownFile = files.entries.find(({ key, fileId }) => key === shown && fileId !== '') ?? files.entries.find(({ fileId }) => fileId !== '');
  const isReady = kind === 'file' ? waiting.length > 0 && files.entries.every(({ state }) => state !== 'uploading') : kind === 'text' ? text.trim() !== '' : isAddress(url);

  const close = (): void => {
    files.close();
    onClose();
  };
  const finish = (count: number): void => {
    done(t('added', { count }));
    close();
  };
  const adding = async (action: () => Promise<void>): Promise<void> => {
    setIsAdding(true);
    setRefused(undefined);
    await action();
    setIsAdding(false);
  };
  const addFiles = async (): Promise<void> => {
    let count = files.entries.filter(({ state }) => state === 'added').length;
    for (const entry of waiting) if (await files.addOne(add, entry)) count += 1;
    if (count === files.entries.length) finish(count);
  };
  const addSame = async (entry: FileEntry): Promise<void> => {
    if ((await files.addOne(add, entry, true)) && files.entries.every(({ key, state }) => key === entry.key || state === 'added')) finish(files.entries.length);
  };
  const addSingle = async (allowsSame = false): Promise<void> => {
    const source: NewDocument['source'] = kind === 'text' ? { type: 'text', text } : { type: 'web', url: url.trim() };
    const outcome = await add({ source, ...(kind === 'text' && name.trim() !== '' && { name: name.trim() }), ...(allowsSame && { allow_duplicate: true }) });
    if (outcome.state === 'added') finish(1);
    else setRefused(outcome);
  };
  return (
    <Modal
      open
      width={1080}
      title={t('addTitle')}
      okText={kind === 'file' && waiting.length > 0 ? t('addFiles', { count: waiting.length }) : t('addOne')}
      cancelText={files.entries.some(({ state }) => state === 'added') ? common('close') : common('cancel')}
      confirmLoading={isAdding}
      okButtonProps={{ disabled: !isReady || problemOf(rules) !== undefined }}
      mask={{ closable: false }}
      onOk={() => void adding(kind === 'file' ? addFiles : addSingle)}
      onCancel={close}
    >
      <div className={styles['halves']}>
        <section>
          <Segmented<SourceKind> block aria-label={t('sourceLabel')} className={styles['kinds'] ?? ''} value={kind} options={sources[format].map((value) => ({ value, label: t(value === 'web' && format === 'image' ? 'webPicture' : `sources.${value}`) }))} onChange={setKind} />
          {kind === 'file' && <FileSource format={format} entries={files.entries} shown={shownFile?.key} onShow={setShown} onFiles={files.addFiles} onRemove={files.leave} onAddSame={(entry) => void adding(() => addSame(entry))} />}
          {kind === 'text' && <TextSource name={name} text={text} onName={setName} onText={setText} />}
          {kind === 'web' && <WebSource url={url} hint={t(format === 'image' ? 'webPictureHint' : 'webHint')} onUrl={setUrl} />}
          {kind !== 'file' && refused && (
            <Alert
              type={refused.state === 'same' ? 'warning' : 'error'}
              role="alert"
              showIcon
              title={refused.state === 'same' ? t('sameTitle') : t('fileStates.failed')}
              description={refused.reason}
              action={refused.state === 'same' && <Button size="small" onClick={() => void adding(() => addSingle(true))}>{t('addSame')}</Button>}
            />
          )}
          <h3>{knowledge(format === 'image' ? 'captions' : 'splitting')}</h3>
          <SplittingFields format={format} rules={rules} onChange={setRules} />
        </section>
        <section aria-label={knowledge('preview')} className={styles['preview']}>
          <h3>{knowledge('preview')}</h3>
          <Preview workspaceId={workspaceId} kind={kind} file={shownFile} text={text} rules={rules} onChange={setRules} />
        </section>
      </div>
    </Modal>
  );
}

interface PreviewProps {
  readonly workspaceId: string;
  readonly kind: SourceKind;
  readonly file: FileEntry | undefined;
  readonly text: string;
  readonly rules: SplitRules;
  readonly onChange: (rules: SplitRules) => void;
}

/** What is about to be added, as it will be found; a picture as it looks. */
function Preview({ workspaceId, kind, file, text, rules, onChange }: PreviewProps) {
  const { t } = useTranslation('knowledgeDocuments');
  if (kind === 'web') return <p className="quiet">{t(rules.mode === 'caption' ? 'webPictureNoPreview' : 'webNoPreview')}</p>;
  if (kind === 'file' && file !== undefined && rules.mode === 'caption') return <img className={styles['picture']} src={contentOf(file.fileId)} alt={file.name} />;
  if (rules.mode === 'caption') return <p className="quiet">{t('noPictureYet')}</p>;
  if (kind === 'file' && file !== undefined) return <PassagePreview key={file.key} workspaceId={workspaceId} source={{ type: 'file', file_id: file.fileId }} rules={rules} onChange={onChange} />;
  if (kind === 'text' && text.trim() !== '') return <PassagePreview workspaceId={workspaceId} source={{ type: 'text', text }} rules={rules} onChange={onChange} />;
  return <p className="quiet">{t('nothingToPreview')}</p>;
}

function isAddress(text: string): boolean {
  return /^https?:\/\/./.test(text.trim()) && URL.canParse(text.trim());
}

interface TextSourceProps {
  readonly name: string;
  readonly text: string;
  readonly onName: (name: string) => void;
  readonly onText: (text: string) => void;
}

function TextSource({ name, text, onName, onText }: TextSourceProps) {
  const { t } = useTranslation('knowledgeDocuments');
  const id = useId();
  return (
    <>
      <div className={controls['field']}>
        <label htmlFor={`${id}-name`}>{t('textName')}</label>
        <input id={`${id}-name`} className={controls['control']} value={name} maxLength={255} autoComplete="off" onChange={({ target }) => onName(target.value)} />
      </div>
      <div className={controls['field']}>
        <label htmlFor={`${id}-text`}>{t('textContent')}</label>
        <textarea id={`${id}-text`} className={`${controls['control']} ${styles['text']}`} value={text} maxLength={2_000_000} onChange={({ target }) => onText(target.value)} />
      </div>
    </>
  );
}

function WebSource({ url, hint, onUrl }: { readonly url: string; readonly hint: string; readonly onUrl: (url: string) => void }) {
  const { t } = useTranslation('knowledgeDocuments');
  const id = useId();
  const isWrong = url.length > 8 && !isAddress(url);
  return (
    <div className={controls['field']}>
      <label htmlFor={id}>{t('webAddress')}</label>
      <input id={id} type="url" className={controls['control']} value={url} maxLength={2_000} placeholder="https://" spellCheck={false} aria-invalid={isWrong} aria-describedby={`${id}-note`} onChange={({ target }) => onUrl(target.value)} />
      <div id={`${id}-note`} className={controls['note']}>
        {isWrong && <span className={controls['problem']}>{t('webWrong')}</span>}
        <span className="quiet">{hint}</span>
      </div>
    </div>
  );
}
