import type { Model, testModel } from '@buckle/contract';
import { Alert, Button, Modal, Spin } from 'antd';
import { useCallback, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../api/endpoint.ts';
import { useTestModelMutation } from '../../api/models.ts';
import { formatDuration, formatNumber } from '../../shared/amounts.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';

interface TestDialogueProps {
  readonly model: Model;
  readonly onEdit: () => void;
  readonly onClose: () => void;
}

/** Asks a model for a word, a vector or a ranking, and says how that went. */
export function TestDialogue({ model, onEdit, onClose }: TestDialogueProps) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const [test, { data: result, error, isLoading, isUninitialized }] = useTestModelMutation();
  const run = useCallback(() => void test({ params: { model_id: model.id } }), [test, model.id]);
  useEffect(run, [run]);
  const isRunning = isLoading || isUninitialized;
  return (
    <Modal
      open
      title={t('testTitle', { name: model.name })}
      onCancel={onClose}
      footer={
        <>
          {result?.ok === false && !isRunning && <Button onClick={onEdit}>{t('edit')}</Button>}
          <Button loading={isRunning} onClick={run}>{t('testAgain')}</Button>
          <Button type="primary" onClick={onClose}>{common('close')}</Button>
        </>
      }
    >
      <div aria-live="polite" aria-busy={isRunning}>
        {isRunning && <p><Spin size="small" /> {t(`testing.${model.type}`)}</p>}
        {!isRunning && error !== undefined && <FailureNotice failure={error} />}
        {!isRunning && result !== undefined && <TestResult type={model.type} result={result} />}
      </div>
    </Modal>
  );
}

function TestResult({ type, result }: { readonly type: Model['type']; readonly result: AnswerOf<typeof testModel> }) {
  const { t, i18n } = useTranslation('models');
  const { ok, latency, text = '', dimension = 0, kind = 'vendor-error', message } = result;
  const time = formatDuration(latency, i18n.language);
  if (ok) {
    const said = {
      chat: () => (text.trim() === '' ? t('testSilent') : t('testSaid', { text: text.trim() })),
      embedding: () => t('testVectors', { dimensions: formatNumber(dimension, i18n.language) }),
      rerank: () => t('testRanked'),
    };
    return <Alert type="success" showIcon title={t('testOk', { time })} description={said[type]()} />;
  }
  return (
    <Alert
      type="error"
      showIcon
      title={t(`errors.${kind}`)}
      description={
        <>
          {t(`advice.${kind}`)}
          {message !== undefined && <div className="quiet">{message}</div>}
        </>
      }
    />
  );
}
