import { Spin } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeFormProps } from './form.tsx';

const Form = lazy(() => import('./form.tsx').then(({ Form: component }) => ({ default: component })));

/** The settings of a node; the forms are loaded with the first. */
export function NodeForm(props: NodeFormProps) {
  const { t } = useTranslation();
  return (
    <Suspense fallback={<Spin aria-label={t('loading')} />}>
      <Form {...props} />
    </Suspense>
  );
}
