import { UploadOutlined } from '@ant-design/icons';
import type { Field } from '@buckle/canvas';
import { Button, Input, Switch } from 'antd';
import { type ChangeEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUploadFileMutation } from '../../api/chats.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { exampleOf, useTypeLabel } from '../workflow/index.ts';
import { GrowingText } from './growing-text.tsx';
import styles from './input-fields.module.css';
import { type InputDraft, type InputProblem, isFile } from './input-values.ts';

interface InputFieldsProps {
  readonly fields: readonly Field[];
  readonly draft: InputDraft;
  readonly problems: Readonly<Record<string, InputProblem>>;
  /** Where files are uploaded to. */
  readonly workspaceId: string;
  readonly onChange: (draft: InputDraft) => void;
}

/** A form made from the types of its fields. */
export function InputFields({ fields, draft, problems, workspaceId, onChange }: InputFieldsProps) {
  return fields.map((field) => (
    <InputField
      key={field.name}
      field={field}
      typed={draft[field.name]}
      problem={problems[field.name]}
      workspaceId={workspaceId}
      onChange={(typed) => onChange({ ...draft, [field.name]: typed })}
    />
  ));
}

interface InputFieldProps {
  readonly field: Field;
  readonly typed: string | boolean | undefined;
  readonly problem: InputProblem | undefined;
  readonly workspaceId: string;
  readonly onChange: (typed: string | boolean) => void;
}

function InputField({ field, typed, problem, workspaceId, onChange }: InputFieldProps) {
  const { t } = useTranslation('workflowRuns');
  const labelOf = useTypeLabel();
  const { name, type, required, description, defaultValue } = field;
  const id = useId();
  const hasDefault = defaultValue !== undefined && defaultValue !== '';
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>
        {name}
        {required && <span className={styles['required']} title={t('required')}>*</span>} <span className={styles['type']}>{labelOf(type)}</span>
      </label>
      <Control id={id} field={field} typed={typed} hasProblem={problem !== undefined} workspaceId={workspaceId} onChange={onChange} />
      <div id={`${id}-note`} className={styles['note']}>
        {problem !== undefined && <span role="alert">{t(problem)}</span>}
        {description !== undefined && <span className="quiet">{description}</span>}
        {hasDefault && type.kind !== 'boolean' && <span className="quiet">{t('byDefault', { value: typeof defaultValue === 'string' ? defaultValue : JSON.stringify(defaultValue) })}</span>}
      </div>
    </div>
  );
}

interface ControlProps extends Omit<InputFieldProps, 'problem'> {
  readonly id: string;
  readonly hasProblem: boolean;
}

function Control({ id, field: { type, defaultValue }, typed, hasProblem, workspaceId, onChange }: ControlProps) {
  const { t } = useTranslation('workflowRuns');
  const text = typeof typed === 'string' ? typed : '';
  const attributes = { id, 'aria-describedby': `${id}-note`, 'aria-invalid': hasProblem, ...(hasProblem && { status: 'error' as const }) };
  const change = ({ target }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void => onChange(target.value);
  switch (type.kind) {
    case 'boolean':
      return <Switch id={id} aria-describedby={`${id}-note`} checked={typeof typed === 'boolean' ? typed : defaultValue === true || defaultValue === 'true'} onChange={onChange} />;
    case 'integer':
    case 'float':
      return <Input {...attributes} value={text} inputMode={type.kind === 'integer' ? 'numeric' : 'decimal'} autoComplete="off" onChange={change} />;
    case 'string':
      if (!isFile(type)) return <GrowingText {...attributes} value={text} onChange={change} />;
      return (
        <div className={styles['file']}>
          <Input {...attributes} value={text} placeholder={t('fileHint')} autoComplete="off" onChange={change} />
          <UploadButton workspaceId={workspaceId} onUploaded={onChange} />
        </div>
      );
    case 'list':
    case 'object':
    case 'any': {
      const isOfFiles = type.kind === 'list' && isFile(type.item);
      return (
        <div className={styles['file']}>
          <GrowingText {...attributes} isCode value={text} placeholder={JSON.stringify(exampleOf(type))} onChange={change} />
          {isOfFiles && <UploadButton workspaceId={workspaceId} onUploaded={(file) => onChange(withFile(text, file))} />}
        </div>
      );
    }
  }
}

/** The list that was typed, as JSON, with one more file; a new one where it is none. */
function withFile(text: string, file: string): string {
  try {
    const list: unknown = JSON.parse(text);
    if (Array.isArray(list)) return JSON.stringify([...(list as unknown[]), file]);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return JSON.stringify([file]);
}

/** Uploads a file from this device; an input holds it as Coze's API does, by its id. */
function UploadButton({ workspaceId, onUploaded }: { readonly workspaceId: string; readonly onUploaded: (file: string) => void }) {
  const { t } = useTranslation('workflowRuns');
  const [upload] = useUploadFileMutation();
  const [isUploading, setIsUploading] = useState(false);
  const attempt = useAttempt();
  const chooser = useRef<HTMLInputElement>(null);
  const send = async (file: File): Promise<void> => {
    setIsUploading(true);
    const uploading = upload({ file, workspaceId }).unwrap().then(({ id }) => onUploaded(JSON.stringify({ file_id: id })));
    await attempt(uploading, t('uploaded', { name: file.name }));
    setIsUploading(false);
  };
  return (
    <>
      <Button icon={<UploadOutlined />} loading={isUploading} aria-label={t('uploadFile')} onClick={() => chooser.current?.click()} />
      <input
        ref={chooser}
        type="file"
        hidden
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file) void send(file);
        }}
      />
    </>
  );
}
