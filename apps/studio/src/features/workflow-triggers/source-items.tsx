import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListWorkflowNamesInfiniteQuery } from '../../api/workflow-names.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';

/** Whose ends a trigger follows, and which. */
export function SourceItems({ workflowId }: { readonly workflowId: string }) {
  const { t } = useTranslation('workflowTriggers');
  const { workspaceId } = useWorkspace();
  const list = useListWorkflowNamesInfiniteQuery({ query: { workspace_id: workspaceId } });
  const others = itemsOf(list).filter(({ id }) => id !== workflowId);
  // Further pages come while the list is scrolled to its end.
  const more = (event: { readonly currentTarget: { readonly scrollTop: number; readonly clientHeight: number; readonly scrollHeight: number } }): void => {
    const { scrollTop, clientHeight, scrollHeight } = event.currentTarget;
    if (scrollTop + clientHeight >= scrollHeight - 40 && list.hasNextPage && !list.isFetching) void list.fetchNextPage();
  };
  return (
    <>
      {list.error !== undefined && <FailureNotice failure={list.error} onRetry={() => void list.refetch()} />}
      <Form.Item name={['source', 'workflow_id']} label={t('source')} extra={t('sourceHint')} rules={[{ required: true, message: t('fillIn') }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={list.isFetching}
          onPopupScroll={more}
          options={others.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name={['source', 'on']} required label={t('on')} initialValue="completed">
        <Select options={(['completed', 'failed', 'both'] as const).map((value) => ({ value, label: t(`onEnds.${value}`) }))} />
      </Form.Item>
    </>
  );
}
