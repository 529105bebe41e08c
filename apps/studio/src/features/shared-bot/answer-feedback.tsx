import { DislikeFilled, DislikeOutlined, LikeFilled, LikeOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGiveVisitorFeedbackMutation } from '../../api/share.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';

const opinions = ['like', 'unlike'] as const;

type Opinion = (typeof opinions)[number];

const icons = { like: { Given: LikeFilled, Open: LikeOutlined }, unlike: { Given: DislikeFilled, Open: DislikeOutlined } };

interface AnswerFeedbackProps {
  readonly slug: string;
  readonly conversationId: string;
  readonly messageId: string;
  /** What was said before. */
  readonly given: Opinion | undefined;
}

/** Says whether an answer is good; saying the same again takes it back. */
export function AnswerFeedback({ slug, conversationId, messageId, given }: AnswerFeedbackProps) {
  const { t } = useTranslation('sharedBot');
  const [opinion, setOpinion] = useState(given);
  const [give] = useGiveVisitorFeedbackMutation();
  const attempt = useAttempt();
  const say = async (chosen: Opinion): Promise<void> => {
    const next = chosen === opinion ? undefined : chosen;
    setOpinion(next);
    const body = next === undefined ? {} : { feedback_type: next };
    const params = { slug, conversation_id: conversationId, message_id: messageId };
    if (!(await attempt(give({ params, body }).unwrap()))) setOpinion(opinion);
  };
  return (
    <>
      {opinions.map((each) => {
        const { Given, Open } = icons[each];
        const isGiven = opinion === each;
        return (
          <Button key={each} type="text" size="small" icon={isGiven ? <Given /> : <Open />} aria-pressed={isGiven} aria-label={t(each)} title={t(each)} onClick={() => void say(each)} />
        );
      })}
    </>
  );
}
