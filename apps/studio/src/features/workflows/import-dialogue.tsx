import { UploadOutlined } from '@ant-design/icons';
import { Alert, Button, Form, Input } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateWorkflowMutation } from '../../api/workflows.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { ProblemList } from '../workflow/index.ts';
import type { CreationProps } from './creation.ts';
import styles from './import-dialogue.module.css';
import { type ReadCanvas, readCanvasText } from './read-canvas-text.ts';
import { ModeItem, NameItems, type WorkflowValues } from './workflow-items.tsx';

/** Makes a workflow of a canvas that was made elsewhere, after it has shown what of it is not understood here. */
export function ImportDialogue({ workspaceId, onClose, onCreated }: CreationProps) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const [text, setText] = useState('');
  const [create] = useCreateWorkflowMutation();
  const chooser = useRef<HTMLInputElement>(null);
  const read = useMemo(() => (text.trim() === '' ? undefined : readCanvasText(text)), [text]);
  const canvas = read && 'canvas' in read ? read.canvas : undefined;
  const send = async ({ name, description = '', mode }: WorkflowValues): Promise<void> => {
    const { id } = await create({ body: { workspace_id: workspaceId, name, description, mode, ...(canvas && { canvas }) } }).unwrap();
    onCreated(id);
  };
  return (
    <FormDialogue<WorkflowValues>
      title={t('importTitle')}
      text={t('importText')}
      action={common('create')}
      width={680}
      initialValues={{ name: t('importName'), mode: 'workflow' }}
      isBlocked={canvas === undefined}
      onSubmit={send}
      onClose={onClose}
    >
      <Form.Item label={t('importLabel')} htmlFor="canvas-text" required>
        <Input.TextArea id="canvas-text" className={styles['text'] ?? ''} rows={7} value={text} spellCheck={false} autoFocus placeholder='{"nodes": [], "edges": []}' onChange={({ target }) => setText(target.value)} />
        <Button className={styles['file'] ?? ''} icon={<UploadOutlined aria-hidden />} onClick={() => chooser.current?.click()}>
          {t('importFile')}
        </Button>
        <input
          ref={chooser}
          type="file"
          accept=".json,application/json"
          className={styles['chooser']}
          onChange={({ target }) => {
            void target.files?.[0]?.text().then(setText);
            target.value = '';
          }}
        />
      </Form.Item>
      {read && <Found read={read} />}
      <NameItems hasFocus={false} />
      <ModeItem />
    </FormDialogue>
  );
}

/** What was found in the text. */
function Found({ read }: { readonly read: ReadCanvas }) {
  const { t } = useTranslation('workflows');
  if ('reason' in read) return <Form.Item><Alert type="error" showIcon role="alert" title={t('importNone')} description={read.reason} /></Form.Item>;
  const { nodes, lines, problems } = read;
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return (
    <Form.Item>
      <Alert
        type={hasErrors ? 'warning' : 'success'}
        showIcon
        role="status"
        title={t('importRead', { nodes, lines })}
        description={hasErrors ? t('importProblems') : t('importFine')}
      />
      {problems.length > 0 && <ProblemList problems={problems} />}
    </Form.Item>
  );
}
