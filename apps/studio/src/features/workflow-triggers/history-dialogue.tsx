import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { type Trigger, useListFiringsInfiniteQuery } from '../../api/workflow-triggers.ts';
import { itemsOf, PagedTable } from '../../shared/paged-table.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { FiringTag } from './firing-tag.tsx';

/** How often the history is read anew while a firing goes on, in milliseconds. */
const LOOK_AGAIN = 3_000;

/** What a trigger has fired, and what came of it. */
export function HistoryDialogue({ trigger, onClose }: { readonly trigger: Trigger; readonly onClose: () => void }) {
  const { t } = useTranslation('workflowTriggers');
  const { t: common } = useTranslation();
  const { workspaceId } = useWorkspace();
  const query = { params: { trigger_id: trigger.id }, query: { page_size: 20 } };
  const known = useListFiringsInfiniteQuery(query, { refetchOnMountOrArgChange: true });
  const goesOn = itemsOf(known).some(({ state }) => state === 'pending' || state === 'started');
  const list = useListFiringsInfiniteQuery(query, { pollingInterval: goesOn ? LOOK_AGAIN : 0, skipPollingIfUnfocused: true });
  return (
    <Modal open width={760} title={t('historyTitle', { name: trigger.name })} footer={<Button onClick={onClose}>{common('close')}</Button>} onCancel={onClose}>
      <PagedTable
        label={t('history')}
        list={{ ...list, isFetching: list.isFetching && (list.data === undefined || list.isFetchingNextPage) }}
        keyOf={({ id }) => id}
        empty={t('noFirings')}
        columns={[
          { key: 'when', isHeading: true, title: t('when'), render: ({ due_at: due, fired_at: fired }) => <Time seconds={due ?? fired} /> },
          { key: 'cause', title: t('cause'), render: ({ cause }) => t(`causes.${cause}`) },
          {
            key: 'state',
            title: t('outcome'),
            render: ({ state, reason }) => (
              <>
                <FiringTag state={state} />
                {reason !== undefined && <p className="quiet">{reason}</p>}
              </>
            ),
          },
          {
            key: 'run',
            title: t('run'),
            render: ({ execute_id: run, state }) =>
              run === '' || state === 'pending' || state === 'skipped' ? (
                <span className="quiet">–</span>
              ) : (
                <Link to={`/w/${workspaceId}/workflows/${trigger.workflow_id}/runs/${run}`}>{t('showRun')}</Link>
              ),
          },
        ]}
      />
    </Modal>
  );
}
