import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { Check, Choice } from '../../shared/choice.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import { useWorkspaceId } from '../../shared/use-workspace.ts';
import type { EditedKnowledge } from './edited-bot.ts';
import { useEditing } from './editing.ts';
import { Field, TextField } from './field.tsx';
import styles from './fields.module.css';

const uses = ['automatic', 'tool'] as const;
const modes = ['hybrid', 'keyword', 'semantic'] as const;

/** How the bot's data sets are searched and what becomes of what is found, folded away: the defaults do. */
export function KnowledgeSettings() {
  const { t } = useTranslation('botEditor');
  const { t: words } = useTranslation('bots');
  const { edited: { knowledge }, change, isReadOnly } = useEditing();
  const { use, mode, topK, minScore, rerank, rewrite, deriveFilter, citations, nothingFoundReply } = knowledge;
  const set = (changes: Partial<EditedKnowledge>): void => change({ knowledge: { ...knowledge, ...changes } });
  return (
    <details className={styles['more']}>
      <summary>{t('knowledgeSettings')}</summary>
      <Field label={t('knowledgeUse')} path="knowledge.use">
        {({ id }) => <Choice id={id} value={use} options={uses.map((value) => ({ value, label: words(`knowledgeUses.${value}`) }))} isDisabled={isReadOnly} onChange={(chosen) => set({ use: chosen })} />}
      </Field>
      <Field label={t('knowledgeMode')} path="knowledge.mode">
        {({ id }) => <Choice id={id} value={mode} options={modes.map((value) => ({ value, label: words(`knowledgeModes.${value}`) }))} isDisabled={isReadOnly} onChange={(chosen) => set({ mode: chosen })} />}
      </Field>
      <div className={styles['row']}>
        <TextField isNumber label={t('topK')} hint={t('topKHint')} path="knowledge.topK" value={topK} onChange={(text) => set({ topK: text })} />
        <TextField isNumber label={t('minScore')} hint={t('minScoreHint')} path="knowledge.minScore" value={minScore} onChange={(text) => set({ minScore: text })} />
      </div>
      <Check label={t('rerank')} isOn={rerank} isDisabled={isReadOnly} onChange={(isOn) => set({ rerank: isOn })} />
      {rerank && <MissingRerankModel />}
      {use === 'automatic' && <Check label={t('rewrite')} isOn={rewrite} isDisabled={isReadOnly} onChange={(isOn) => set({ rewrite: isOn })} />}
      <Check label={t('deriveFilter')} isOn={deriveFilter} isDisabled={isReadOnly} onChange={(isOn) => set({ deriveFilter: isOn })} />
      <Check label={t('citations')} isOn={citations} isDisabled={isReadOnly} onChange={(isOn) => set({ citations: isOn })} />
      {citations && <p className="quiet">{t('citationsHint')}</p>}
      <TextField
        rows={2}
        label={t('nothingFoundReply')}
        hint={t(use === 'tool' ? 'nothingFoundToolHint' : 'nothingFoundHint')}
        path="knowledge.nothingFoundReply"
        value={nothingFoundReply}
        onChange={(text) => set({ nothingFoundReply: text })}
      />
    </details>
  );
}

/** Says so where no model of the workspace reranks. */
function MissingRerankModel() {
  const { t } = useTranslation('botEditor');
  const workspaceId = useWorkspaceId();
  const list = useListModelsInfiniteQuery({ query: { workspace_id: workspaceId, type: 'rerank', page_size: 100 } });
  if (list.data === undefined || itemsOf(list).some(({ enabled }) => enabled)) return null;
  return (
    <p className="quiet">
      {t('rerankMissing')} <Link to={`/w/${workspaceId}/models`}>{t('modelsLink')}</Link>
    </p>
  );
}
