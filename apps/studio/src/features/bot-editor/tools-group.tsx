import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { blank, type EditedTool } from './edited-bot.ts';
import { useEditing } from './editing.ts';
import { TextField } from './field.tsx';
import styles from './fields.module.css';
import { Entries, PromptGroup } from './group.tsx';

/** Functions that the program runs that talks to the bot. */
export function ToolsGroup() {
  const { t } = useTranslation('botEditor');
  const { edited, change, problems, isReadOnly } = useEditing();
  return (
    <PromptGroup title={t('tools')} text={t('toolsText')} note={edited.tools.length}>
      <Entries<EditedTool>
        entries={edited.tools}
        path="tools"
        add={t('addTool')}
        blank={blank.tool}
        nameOf={({ name }, index) => name || `${t('tools')} ${index + 1}`}
        onChange={(tools) => change({ tools })}
      >
        {(tool, set, index) => {
          const isJson = problems.get(`tools.${index}.parameters`)?.word !== 'json';
          return (
            <>
              <TextField label={t('toolName')} path={`tools.${index}.name`} value={tool.name} placeholder="get_weather" onChange={(name) => set({ name })} />
              <TextField rows={2} label={t('toolDescription')} path={`tools.${index}.description`} value={tool.description} onChange={(description) => set({ description })} />
              <TextField isCode rows={5} label={t('toolParameters')} path={`tools.${index}.parameters`} value={tool.parameters} onChange={(parameters) => set({ parameters })} />
              {!isReadOnly && (
                <Button
                  size="small"
                  className={styles['tidy'] ?? ''}
                  disabled={!isJson}
                  onClick={() => set({ parameters: JSON.stringify(JSON.parse(tool.parameters), null, 2) })}
                >
                  {t('format')}
                </Button>
              )}
            </>
          );
        }}
      </Entries>
    </PromptGroup>
  );
}
