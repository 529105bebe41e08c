import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSaveQuestionsMutation } from '../../api/knowledge-evaluation.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { inParts, questionsOf } from './question-lines.ts';

/** So many questions are saved with one call. */
const AT_ONCE = 100;

interface Values {
  readonly lines?: string;
}

/** Adds questions from a list that is typed or pasted. */
export function AddQuestions({ datasetId, onClose }: { readonly datasetId: string; readonly onClose: () => void }) {
  const { t } = useTranslation('knowledgeEvaluation');
  const { t: common } = useTranslation();
  const [save] = useSaveQuestionsMutation();
  const { done } = useNotices();
  const send = async ({ lines = '' }: Values): Promise<void> => {
    const { questions } = questionsOf(lines);
    for (const some of inParts(questions, AT_ONCE)) {
      await save({ params: { dataset_id: datasetId }, body: { questions: some.map(({ question, quotes }) => ({ question, quotes: [...quotes] })) } }).unwrap();
    }
    done(t('added', { count: questions.length }));
  };
  const check = (_rule: unknown, lines?: string): Promise<void> => {
    const { questions, incomplete } = questionsOf(lines ?? '');
    if (incomplete.length > 0) return Promise.reject(new Error(t('incomplete', { lines: incomplete.slice(0, 10).join(', ') })));
    return questions.length === 0 ? Promise.reject(new Error(t('noLines'))) : Promise.resolve();
  };
  return (
    <FormDialogue<Values> title={t('addTitle')} text={t('addText')} action={common('add')} width={640} onSubmit={send} onClose={onClose}>
      <Form.Item name="lines" label={t('lines')} extra={t('linesHint')} validateTrigger="onSubmit" rules={[{ validator: check }]}>
        <Input.TextArea rows={10} placeholder={t('linesExample')} autoFocus />
      </Form.Item>
    </FormDialogue>
  );
}
