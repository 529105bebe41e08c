import { useParams } from 'react-router';
import { useGetBotDraftQuery } from '../../api/bots.ts';

/** The bot that the address names, as its draft was read or saved last. */
export function useBot() {
  const { botId = '' } = useParams();
  const { data: draft, error, refetch } = useGetBotDraftQuery({ params: { bot_id: botId } });
  return { botId, draft, error, refetch: () => void refetch() };
}
