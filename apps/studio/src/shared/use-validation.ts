import { useState } from 'react';

/**
 * When a form checks its fields: first when it is sent, and once that has failed at every change. A
 * check at the moment in which a field is left would move the button from under the pointer. The browser's
 * own check is off: it says less, in a language of its own.
 *
 * @example
 * <Form {...useValidation()} onFinish={…}>
 */
export function useValidation() {
  const [hasFailed, setHasFailed] = useState(false);
  return { noValidate: true, validateTrigger: hasFailed ? 'onChange' : 'onSubmit', onFinishFailed: () => setHasFailed(true) };
}
