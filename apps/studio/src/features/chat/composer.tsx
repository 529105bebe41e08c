import { ArrowUpOutlined, CloseOutlined, FileOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './composer.module.css';
import type { Question } from './turn.ts';
import { useAttachments } from './use-attachments.ts';

interface ComposerProps {
  readonly isRunning: boolean;
  /** The workspace that files are uploaded to; absent where none can be. */
  readonly workspaceId?: string;
  readonly onSend: (question: Question) => void;
  readonly onStop: () => void;
}

/** Where one writes: Enter sends, files come by button, by paste or by drop. */
export function Composer({ isRunning, workspaceId, onSend, onStop }: ComposerProps) {
  const { t } = useTranslation('chat');
  const [text, setText] = useState('');
  const takesFiles = workspaceId !== undefined;
  const files = useAttachments(workspaceId ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const isEmpty = text.trim() === '' && files.ready.length === 0;
  const isBlocked = isEmpty || files.isBusy;

  const send = (): void => {
    if (isRunning || isBlocked) return;
    onSend({ text: text.trim(), attachments: files.ready });
    setText('');
    files.clear();
    field.current?.focus();
  };
  const take = (event: ClipboardEvent | DragEvent, list: FileList | undefined): void => {
    if (!list || list.length === 0 || !takesFiles) return;
    event.preventDefault();
    files.add([...list]);
  };
  return (
    <div
      className={styles['composer']}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => take(event, event.dataTransfer.files)}
    >
      {files.entries.length > 0 && (
        <ul className={styles['files']}>
          {files.entries.map(({ key, name, url, failure, isReady }) => (
            <li key={key} className={failure === undefined ? undefined : styles['failed']}>
              {url === '' ? <FileOutlined /> : <img src={url} alt="" />}
              <span>
                {name}
                {failure !== undefined && <small role="alert">{failure}</small>}
                {!isReady && failure === undefined && <small>{t('uploading')}</small>}
              </span>
              <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('removeFile', { name })} onClick={() => files.remove(key)} />
            </li>
          ))}
        </ul>
      )}
      <textarea
        ref={field}
        rows={1}
        value={text}
        aria-label={t('message')}
        placeholder={t('placeholder')}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (!sends(event)) return;
          event.preventDefault();
          send();
        }}
        onPaste={(event) => take(event, event.clipboardData.files)}
      />
      <div className={styles['buttons']}>
        {takesFiles && (
          <>
            <input
              ref={chooser}
              type="file"
              multiple
              hidden
              onChange={({ target }) => {
                files.add([...(target.files ?? [])]);
                target.value = '';
              }}
            />
            <Button type="text" icon={<PaperClipOutlined />} aria-label={t('attach')} title={t('attach')} onClick={() => chooser.current?.click()} />
          </>
        )}
        {isRunning ? (
          <Button shape="circle" icon={<span className={styles['stop']} />} aria-label={t('stop')} title={t('stop')} onClick={onStop} />
        ) : (
          <Button type="primary" shape="circle" icon={<ArrowUpOutlined />} aria-label={t('send')} title={t('send')} disabled={isBlocked} onClick={send} />
        )}
      </div>
    </div>
  );
}

/** Enter sends; with Shift it begins a line, and while a Chinese word is being composed it chooses that. */
function sends(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing;
}
