import {
  ApiOutlined, BlockOutlined, BranchesOutlined, CheckSquareOutlined, ClockCircleOutlined, CodeOutlined, CommentOutlined, ConsoleSqlOutlined, DatabaseOutlined,
  EditOutlined, FieldStringOutlined, FileSearchOutlined, FlagOutlined, FormOutlined, ForwardOutlined, FunctionOutlined, GlobalOutlined, ImportOutlined,
  MergeOutlined, MessageOutlined, OpenAIOutlined, PartitionOutlined, PlayCircleOutlined, QuestionCircleOutlined, QuestionOutlined, RetweetOutlined, RobotOutlined,
  SendOutlined, StopOutlined, TagsOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import styles from './kind-icon.module.css';
import { type KindKey, shownKinds } from './kinds.ts';

const icons: Readonly<Partial<Record<KindKey, ComponentType>>> = {
  start: PlayCircleOutlined, end: FlagOutlined, message: SendOutlined, llm: OpenAIOutlined, intent: PartitionOutlined, selector: BranchesOutlined,
  loop: RetweetOutlined, batch: BlockOutlined, code: CodeOutlined, textProcessor: FieldStringOutlined, aggregator: MergeOutlined, toJson: FunctionOutlined,
  fromJson: FunctionOutlined, wait: ClockCircleOutlined, break: StopOutlined, continue: ForwardOutlined, setVariable: EditOutlined, http: GlobalOutlined,
  subworkflow: ImportOutlined, callBot: RobotOutlined, plugin: ApiOutlined, question: QuestionCircleOutlined, input: FormOutlined, approval: CheckSquareOutlined,
  assignVariable: TagsOutlined, knowledgeSearch: FileSearchOutlined, knowledgeWrite: FileSearchOutlined, knowledgeDelete: FileSearchOutlined,
  databaseSql: ConsoleSqlOutlined, comment: CommentOutlined,
};

/** The picture of a kind of node, on the colour of its category. It says nothing to screen readers: the name stands beside it. */
export function KindIcon({ type }: { readonly type: string }) {
  const kind = shownKinds.get(type);
  const Icon = (kind && icons[kind.key]) ?? usual(kind?.category);
  return (
    <span className={`${styles['icon'] ?? ''} ${styles[kind?.category ?? 'note'] ?? ''}`} aria-hidden>
      <Icon />
    </span>
  );
}

function usual(category: string | undefined): ComponentType {
  if (category === 'data') return DatabaseOutlined;
  return category === 'conversation' ? MessageOutlined : QuestionOutlined;
}
