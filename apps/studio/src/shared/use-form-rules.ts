import { useId, useState } from 'react';

/**
 * What every form is given: a name, which keeps the ids of its fields apart from those of a form behind
 * it, and the moments at which it checks its fields: first when it is sent, and once that has failed at
 * every change. A check when a field is left would move the button from under the pointer. The browser's
 * own check is off: it says less, in a language of its own.
 *
 * @example
 * <Form {...useFormRules()} onFinish={…}>
 */
export function useFormRules() {
  const [hasFailed, setHasFailed] = useState(false);
  const name = useId();
  return { name, noValidate: true, validateTrigger: hasFailed ? 'onChange' : 'onSubmit', onFinishFailed: () => setHasFailed(true) };
}
