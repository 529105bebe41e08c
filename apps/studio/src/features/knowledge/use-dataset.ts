import { useEffect, useState } from 'react';
import { useDispatch } from 'react-redux';
import { useParams } from 'react-router';
import { api } from '../../api/api.ts';
import { useGetDatasetQuery } from '../../api/knowledge.ts';

/** How often a change of its embedding model is looked at, in milliseconds. */
const LOOK_AGAIN = 1_000;

/** The data set that the address names. */
export function useDataset() {
  const { datasetId = '' } = useParams();
  const [interval, setPolling] = useState(0);
  const { data: dataset, error, refetch } = useGetDatasetQuery({ params: { dataset_id: datasetId } }, { refetchOnMountOrArgChange: true, pollingInterval: interval, skipPollingIfUnfocused: true });
  const isChanging = dataset?.embedding_change !== undefined;
  const dispatch = useDispatch();
  // What a search finds is something else by then.
  useEffect(() => (isChanging ? () => void dispatch(api.util.invalidateTags(['Found'])) : undefined), [isChanging, dispatch]);
  useEffect(() => setPolling(isChanging ? LOOK_AGAIN : 0), [isChanging]);
  return { datasetId, dataset, error, refetch: () => void refetch() };
}
