import { ToolOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './message-list.module.css';
import type { RequiredCall, ToolPart } from './turn.ts';

/** A call of a tool: what it was given, and what it said. */
export function ToolCall({ part }: { readonly part: ToolPart }) {
  const { t } = useTranslation('chat');
  return (
    <details className={styles['tool']}>
      <summary>
        <ToolOutlined aria-hidden /> {t('toolCall', { name: part.name })}
      </summary>
      <h4>{t('toolArguments')}</h4>
      <pre tabIndex={0}>{indented(part.arguments)}</pre>
      {part.output !== undefined && (
        <>
          <h4>{t('toolOutput')}</h4>
          <pre tabIndex={0}>{indented(part.output)}</pre>
        </>
      )}
    </details>
  );
}

interface ToolOutputFormProps {
  readonly calls: readonly RequiredCall[];
  readonly onSubmit: (outputs: Readonly<Record<string, string>>) => void;
}

/** Asks for what the tools say that the caller of the bot runs: here, whoever tests it plays the tool. */
export function ToolOutputForm({ calls, onSubmit }: ToolOutputFormProps) {
  const { t } = useTranslation('chat');
  const id = useId();
  const [outputs, setOutputs] = useState<Readonly<Record<string, string>>>({});
  return (
    <form
      className={styles['outputs']}
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(Object.fromEntries(calls.map((call) => [call.id, outputs[call.id] ?? ''])));
      }}
    >
      <p>{t('toolsWanted')}</p>
      {calls.map((call) => (
        <div key={call.id}>
          <label htmlFor={`${id}-${call.id}`}>
            {t('outputOf', { name: call.name })} <code>{call.arguments}</code>
          </label>
          <textarea
            id={`${id}-${call.id}`}
            rows={3}
            value={outputs[call.id] ?? ''}
            placeholder={'{ "ok": true }'}
            onChange={({ target }) => setOutputs({ ...outputs, [call.id]: target.value })}
          />
        </div>
      ))}
      <Button type="primary" htmlType="submit" size="small">
        {t('submitOutputs')}
      </Button>
    </form>
  );
}

/** JSON with its structure to be seen; other text as it is. */
function indented(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch (error) {
    if (error instanceof SyntaxError) return text;
    throw error;
  }
}
