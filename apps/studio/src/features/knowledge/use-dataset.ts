import { useParams } from 'react-router';
import { useGetDatasetQuery } from '../../api/knowledge.ts';

/** The data set that the address names. */
export function useDataset() {
  const { datasetId = '' } = useParams();
  const { data: dataset, error, refetch } = useGetDatasetQuery({ params: { dataset_id: datasetId } }, { refetchOnMountOrArgChange: true });
  return { datasetId, dataset, error, refetch: () => void refetch() };
}
