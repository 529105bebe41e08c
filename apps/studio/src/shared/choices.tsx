import { Checkbox } from 'antd';
import type { ComponentProps } from 'react';
import styles from './choices.module.css';

/** Several of many: the item of a form that it stands in holds which. */
export function Choices(props: ComponentProps<typeof Checkbox.Group>) {
  return <Checkbox.Group {...props} className={styles['choices'] ?? ''} />;
}
