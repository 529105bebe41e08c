import type { Profile } from '@buckle/contract';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useGiveDeviceConsentMutation, useLazyGetDeviceConsentQuery } from '../../api/oauth.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';
import { EntranceCard } from '../entrance/index.ts';
import { Question } from './question.tsx';
import { SignedIn } from './signed-in.tsx';

/** Where the user of a device without a browser enters the code that it shows. */
export function DevicePage() {
  const { t } = useTranslation('oauth');
  return <SignedIn title={t('deviceTitle')}>{(profile) => <DeviceQuestion profile={profile} />}</SignedIn>;
}

function DeviceQuestion({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('oauth');
  const [look, found] = useLazyGetDeviceConsentQuery();
  const [give, { isLoading, error }] = useGiveDeviceConsentMutation();
  const [code, setCode] = useState<string>();
  const [isAllowed, setIsAllowed] = useState<boolean>();

  const enter = async (userCode: string): Promise<void> => {
    const outcome = await look({ query: { user_code: userCode } });
    if (outcome.data !== undefined) setCode(userCode);
  };
  const answer = async (userCode: string, allow: boolean): Promise<void> => {
    const outcome = await give({ body: { user_code: userCode, allow } });
    if (outcome.error === undefined) setIsAllowed(allow);
  };
  if (isAllowed !== undefined) {
    return <EntranceCard title={t(isAllowed ? 'deviceAllowed' : 'deviceRefused')} text={t(isAllowed ? 'deviceAllowedText' : 'closePage')} />;
  }
  if (code === undefined || found.data === undefined) {
    return <CodeForm isSending={found.isFetching} failure={found.error} onEnter={(userCode) => void enter(userCode)} />;
  }
  return (
    <Question consent={found.data} profile={profile} isSending={isLoading} failure={error} onAnswer={(allow) => void answer(code, allow)}>
      <Alert type="warning" showIcon title={t('deviceWarning')} />
    </Question>
  );
}

interface CodeFormProps {
  readonly isSending: boolean;
  readonly failure: unknown;
  readonly onEnter: (userCode: string) => void;
}

/** The code may stand in the address already; the user compares it and goes on. */
function CodeForm({ isSending, failure, onEnter }: CodeFormProps) {
  const { t } = useTranslation('oauth');
  const { t: common } = useTranslation();
  const [search] = useSearchParams();
  const rules = useFormRules();
  return (
    <EntranceCard title={t('deviceTitle')} text={t('deviceText')}>
      <Form<{ readonly code: string }>
        {...rules}
        layout="vertical"
        requiredMark={false}
        initialValues={{ code: search.get('user_code') ?? '' }}
        onFinish={({ code }) => onEnter(code)}
      >
        <Form.Item name="code" label={t('deviceCode')} rules={[{ required: true, whitespace: true, message: common('required') }]}>
          <Input size="large" maxLength={40} autoComplete="off" autoCapitalize="characters" spellCheck={false} placeholder="XXXX-XXXX" />
        </Form.Item>
        {failure !== undefined && (
          <Form.Item>
            <FailureNotice failure={failure} />
          </Form.Item>
        )}
        <Button type="primary" htmlType="submit" size="large" block loading={isSending}>
          {t('next')}
        </Button>
      </Form>
    </EntranceCard>
  );
}
