import { parseCanvas } from '@buckle/canvas';
import { Alert, Segmented, Spin } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useGetWorkflowVersionQuery } from '../../api/workflows.ts';
import { CodeSampleList } from '../../shared/code-sample-list.tsx';
import { CopiedText } from '../../shared/copied-text.tsx';
import { Facts } from '../../shared/facts.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { Page, Section } from '../../shared/page.tsx';
import { endFields, exampleOf, FieldList, startFields, useWorkflow, type Workflow, WorkflowFrame } from '../workflow/index.ts';
import { calls, type WorkflowCall, workflowSamples } from './workflow-samples.ts';
import styles from './workflow-api-page.module.css';

/** How programs call the workflow: what is online, or else its draft as it will be. */
export function WorkflowApiPage() {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const { workflowId, workflow, error, refetch } = useWorkflow();
  const version = workflow?.online_version ?? '';
  const online = useGetWorkflowVersionQuery({ params: { workflow_id: workflowId, workflow_version: version } }, { skip: version === '' });
  const failure = error ?? online.error;
  if (failure !== undefined) return <Page title={t('title')}><FailureNotice failure={failure} onRetry={refetch} /></Page>;
  if (workflow === undefined || (version !== '' && online.data === undefined)) return <Page title={t('title')}><Spin aria-label={common('loading')} /></Page>;
  return (
    <WorkflowFrame workflow={workflow}>
      <Page title={t('tabs.api')} text={t('apiText')}>
        {version === '' && <Alert type="warning" showIcon title={t('apiNotPublished')} />}
        <Calls workflow={workflow} canvas={online.data?.canvas ?? workflow.canvas} />
        <p>{t('referenceText')} <a href="/docs/api">{t('reference')}</a></p>
      </Page>
    </WorkflowFrame>
  );
}

function Calls({ workflow: { id, name }, canvas }: { readonly workflow: Workflow; readonly canvas: Workflow['canvas'] }) {
  const { t } = useTranslation('workflows');
  const [way, setWay] = useState<WorkflowCall>('run');
  const document = useMemo(() => parseCanvas(canvas), [canvas]);
  const baseUrl = window.location.origin;
  const inputs = startFields(document) ?? [];
  const outputs = endFields(document);
  const parameters = Object.fromEntries(inputs.map((field) => [field.name, exampleOf(field.type)]));
  return (
    <>
      <Section title={name}>
        <Facts
          facts={[
            [t('workflowId'), <CopiedText key="id" text={id} />],
            [t('baseUrl'), <CopiedText key="url" text={baseUrl} />],
            [t('token'), <span key="token">{t('tokenText')} <Link to="/account/tokens">{t('tokenLink')}</Link></span>],
            [t('inputs'), <FieldList key="inputs" fields={inputs} none={t('noInputs')} />],
            [t('outputs'), outputs === 'answer' ? t('answerOutput') : <FieldList key="outputs" fields={outputs} none={t('noOutputs')} />],
          ]}
        />
      </Section>
      <Section title={t('callTitle')}>
        <Segmented className={styles['calls'] ?? ''} aria-label={t('callsLabel')} value={way} options={calls.map((value) => ({ value, label: t(`calls.${value}`) }))} onChange={setWay} />
        <CodeSampleList label={t('callTitle')} samples={workflowSamples(way, { baseUrl, workflowId: id, parameters })} text={t(`callTexts.${way}`)} />
      </Section>
    </>
  );
}
