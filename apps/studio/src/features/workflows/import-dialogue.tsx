import { UploadOutlined } from '@ant-design/icons';
import type { ImportedWorkflows, WorkflowFile } from '@buckle/contract';
import { Alert, Button, Form, Input } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateWorkflowMutation, useImportWorkflowsMutation } from '../../api/workflows.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { ProblemList } from '../workflow/index.ts';
import type { CreationProps } from './creation.ts';
import { type ForeignId, foreignIds, idMapOf, keyOf, type MappedId, namedElsewhere, standInFor } from './foreign-ids.ts';
import styles from './import-dialogue.module.css';
import { MappingLoads, MappingStep } from './mapping-step.tsx';
import { type ReadImport, readImportText } from './read-import-text.ts';
import { useThingsHere } from './use-things-here.ts';
import { ModeItem, NameItems, type WorkflowValues } from './workflow-items.tsx';

/** What was made, and what stands in it for the ids from elsewhere. */
export interface Imported extends Pick<ImportedWorkflows, 'id' | 'workflows'> {
  readonly mapped: readonly MappedId[];
}

interface ImportDialogueProps extends CreationProps {
  /** Called instead with what became of a file of workflows, or of a canvas with ids from elsewhere. */
  readonly onImported: (imported: Imported) => void;
}

/** Makes workflows of a file that was exported, or one of a canvas that was made elsewhere, after it has shown what is in it and asked what stands here for the ids from elsewhere. */
export function ImportDialogue({ workspaceId, onClose, onCreated, onImported }: ImportDialogueProps) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(new Map());
  const [create] = useCreateWorkflowMutation();
  const [importFile] = useImportWorkflowsMutation();
  const chooser = useRef<HTMLInputElement>(null);
  const read = useMemo(() => (text.trim() === '' ? undefined : readImportText(text)), [text]);
  const canvas = read && 'canvas' in read ? read.canvas : undefined;
  const file = read && 'file' in read ? read.file : undefined;
  const named = useMemo(() => namedElsewhere(read), [read]);
  const { here, isWhole, failed } = useThingsHere(workspaceId, named.length > 0);
  const isMapped = named.length === 0 || isWhole;
  const foreign = isMapped ? foreignIds(named, here) : [];
  const standIn = (each: ForeignId): string => standInFor(each, here, chosen);
  const send = async ({ name, description = '', mode }: WorkflowValues): Promise<void> => {
    const idMap = idMapOf(foreign, standIn);
    const mapped = foreign.map((each): MappedId => {
      const thing = here[each.kind].find(({ id }) => id === standIn(each));
      return { ...each, ...(thing && { standIn: thing }) };
    });
    if (file !== undefined) {
      const { id, workflows } = await importFile({ body: { workspace_id: workspaceId, file, id_map: idMap } }).unwrap();
      onImported({ id, workflows, mapped });
      return;
    }
    const { id, problems } = await create({ body: { workspace_id: workspaceId, name, description, mode, ...(canvas && { canvas, id_map: idMap }) } }).unwrap();
    if (mapped.length === 0) onCreated(id);
    else onImported({ id, workflows: [{ from: '', id, name, problems }], mapped });
  };
  return (
    <FormDialogue<WorkflowValues>
      title={t('importTitle')}
      text={t('importText')}
      action={file === undefined ? common('create') : t('import')}
      width={680}
      initialValues={{ name: t('importName'), mode: 'workflow' }}
      isBlocked={(canvas === undefined && file === undefined) || !isMapped}
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
      {read && <Found read={read} asksForIds={foreign.length > 0} />}
      {failed !== undefined && <FailureNotice failure={failed.error} onRetry={() => void failed.refetch()} />}
      {!isMapped && failed === undefined && <MappingLoads />}
      {foreign.length > 0 && (
        <MappingStep foreign={foreign} here={here} standIn={standIn} onChoose={(each, id) => setChosen((known) => new Map(known).set(keyOf(each), id))} />
      )}
      {file === undefined && (
        <>
          <NameItems hasFocus={false} />
          <ModeItem />
        </>
      )}
    </FormDialogue>
  );
}

/** What was found in the text. */
function Found({ read, asksForIds }: { readonly read: ReadImport; readonly asksForIds: boolean }) {
  const { t } = useTranslation('workflows');
  if ('file' in read) return <FoundFile file={read.file} />;
  if ('reason' in read) return <Refusal reason={read.reason} />;
  if ('otherVersion' in read) return <Refusal reason={t('importNewer', { version: read.otherVersion })} />;
  if ('isBroken' in read) return <Refusal reason={t('importBroken')} />;
  const { nodes, lines, problems } = read;
  const hasErrors = problems.some(({ severity }) => severity === 'error');
  return (
    <Form.Item>
      <Alert
        type={hasErrors ? 'warning' : 'success'}
        showIcon
        role="status"
        title={t('importRead', { nodes, lines })}
        description={t(hasErrors ? 'importProblems' : asksForIds ? 'importMapped' : 'importFine')}
      />
      {problems.length > 0 && <ProblemList problems={problems} />}
    </Form.Item>
  );
}

function Refusal({ reason }: { readonly reason: string }) {
  const { t } = useTranslation('workflows');
  return <Form.Item><Alert type="error" showIcon role="alert" title={t('importNone')} description={reason} /></Form.Item>;
}

/** The workflows of a file, and the models that they ask. */
function FoundFile({ file: { workflows, models } }: { readonly file: WorkflowFile }) {
  const { t } = useTranslation('workflows');
  return (
    <Form.Item>
      <Alert
        type="success"
        showIcon
        role="status"
        title={t('importFileRead', { count: workflows.length })}
        description={
          <>
            <ul className={styles['found']}>{workflows.map(({ id, name }) => <li key={id}>{name}</li>)}</ul>
            {models.length > 0 && t('importFileModels', { names: models.map(({ name }) => name).join(', ') })}
          </>
        }
      />
    </Form.Item>
  );
}
