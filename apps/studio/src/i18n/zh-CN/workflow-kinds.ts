import type { workflowKinds as english } from '../en/workflow-kinds.ts';
import type { Words } from '../words.ts';

export const workflowKinds: Words<typeof english> = {
  unknown: '未知节点类型 {{type}}',
  categories: { io: '开始与结束', model: '模型', logic: '逻辑与处理', tool: '调用', people: '人机交互', data: '数据', conversation: '会话', note: '备注' },
  names: {
    start: '开始', end: '结束', message: '输出消息', llm: '大模型', intent: '意图识别', selector: '选择器', loop: '循环', batch: '批处理', code: '代码',
    textProcessor: '文本处理', aggregator: '变量聚合', toJson: 'JSON 序列化', fromJson: 'JSON 反序列化', wait: '等待', break: '终止循环', continue: '继续循环',
    setVariable: '设置循环变量', http: 'HTTP 请求', subworkflow: '工作流', callBot: '调用智能体', plugin: '插件', question: '问答', input: '表单输入',
    approval: '人工审批', assignVariable: '变量赋值', knowledgeSearch: '知识库检索', knowledgeWrite: '知识库写入',
    knowledgeDelete: '知识库删除', databaseSql: 'SQL 自定义', databaseQuery: '查询数据', databaseInsert: '新增数据', databaseUpdate: '更新数据',
    databaseDelete: '删除数据', createConversation: '创建会话', listConversations: '查询会话列表', updateConversation: '修改会话',
    deleteConversation: '删除会话', conversationHistory: '查询会话历史', clearHistory: '清空会话历史', listMessages: '查询消息列表',
    createMessage: '创建消息', updateMessage: '修改消息', deleteMessage: '删除消息', comment: '注释',
  },
  texts: {
    start: '工作流的输入', end: '工作流的输出', message: '在运行途中输出一段内容', llm: '调用大语言模型',
    intent: '按用户意图选择分支', selector: '按条件选择分支', loop: '逐轮重复执行其中的节点',
    batch: '对列表中每个元素并行执行', code: '运行自己的 JavaScript 或 Python', textProcessor: '拼接或分隔文本',
    aggregator: '取多个值中第一个有值的', toJson: '把值写成 JSON', fromJson: '从 JSON 读取值', wait: '等待一段时间',
    break: '结束所在的循环', continue: '进入所在循环的下一轮', setVariable: '修改循环的中间变量',
    http: '调用其他服务的接口', subworkflow: '运行另一个工作流', callBot: '向已发布的智能体提问', plugin: '调用插件工具',
    question: '向用户提问并等待回答', input: '等待用户填写表单', approval: '等待有人通过或驳回',
    assignVariable: '设置运行结束后仍保留的变量', knowledgeSearch: '从知识库中查找片段', knowledgeWrite: '把文档写入知识库',
    knowledgeDelete: '从知识库删除文档', databaseSql: '在数据库上运行 SQL', databaseQuery: '读取数据库的行',
    databaseInsert: '向数据库添加行', databaseUpdate: '修改数据库的行', databaseDelete: '删除数据库的行',
    createConversation: '新建一个会话', listConversations: '列出工作流的会话', updateConversation: '修改会话的名称',
    deleteConversation: '删除一个会话', conversationHistory: '读取会话最近几轮', clearHistory: '清空一个会话',
    listMessages: '列出会话中的消息', createMessage: '向会话添加消息', updateMessage: '修改一条消息',
    deleteMessage: '删除一条消息', comment: '写给读画布的人的备注',
  },
};
