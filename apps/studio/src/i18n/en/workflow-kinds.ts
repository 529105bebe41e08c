/** Words for the kinds of nodes in workflows. */
export const workflowKinds = {
  unknown: 'Unknown kind {{type}}',
  categories: {
    io: 'Beginning and end', model: 'Models', logic: 'Logic and data flow', tool: 'Calls', people: 'People', data: 'Data', conversation: 'Conversations', note: 'Notes',
  },
  names: {
    start: 'Start', end: 'End', message: 'Message', llm: 'Model', intent: 'Intent', selector: 'If', loop: 'Loop', batch: 'Batch', code: 'Code',
    textProcessor: 'Text', aggregator: 'Merge', toJson: 'To JSON', fromJson: 'From JSON', wait: 'Wait', break: 'Leave the loop', continue: 'Next round',
    setVariable: 'Set loop variable', http: 'HTTP request', subworkflow: 'Workflow', callBot: 'Ask a bot', plugin: 'Plugin', question: 'Question', input: 'Form',
    approval: 'Approval', assignVariable: 'Set variable', knowledgeSearch: 'Search knowledge', knowledgeWrite: 'Write knowledge',
    knowledgeDelete: 'Delete knowledge', databaseSql: 'SQL', databaseQuery: 'Query rows', databaseInsert: 'Insert rows', databaseUpdate: 'Update rows',
    databaseDelete: 'Delete rows', createConversation: 'Create conversation', listConversations: 'List conversations', updateConversation: 'Rename conversation',
    deleteConversation: 'Delete conversation', conversationHistory: 'Conversation history', clearHistory: 'Clear history', listMessages: 'List messages',
    createMessage: 'Create message', updateMessage: 'Edit message', deleteMessage: 'Delete message', comment: 'Note',
  },
  texts: {
    start: 'What the workflow is started with', end: 'What the workflow answers', message: 'Says something while the workflow runs', llm: 'Asks a chat model',
    intent: 'Goes on where the text means to go', selector: 'Goes on where a condition holds', loop: 'Repeats what lies in it, one round after the other',
    batch: 'Does what lies in it for each element, several at once', code: 'Runs your own JavaScript or Python', textProcessor: 'Joins or splits text',
    aggregator: 'Takes the first value that is there', toJson: 'Writes a value as JSON', fromJson: 'Reads a value from JSON', wait: 'Lets time pass',
    break: 'Ends the loop around it', continue: 'Goes on with the next round of the loop', setVariable: 'Changes a variable of the loop',
    http: 'Calls another server', subworkflow: 'Runs another workflow', callBot: 'Asks a published bot', plugin: 'Calls a tool of a plugin',
    question: 'Asks the user, and waits for the answer', input: 'Waits for a form to be filled', approval: 'Waits until somebody approves or rejects',
    assignVariable: 'Sets variables that outlast the run', knowledgeSearch: 'Finds passages in knowledge', knowledgeWrite: 'Puts a document into knowledge',
    knowledgeDelete: 'Removes a document from knowledge', databaseSql: 'Runs SQL on a database', databaseQuery: 'Reads rows of a database',
    databaseInsert: 'Adds rows to a database', databaseUpdate: 'Changes rows of a database', databaseDelete: 'Removes rows of a database',
    createConversation: 'Begins a conversation', listConversations: 'Lists the conversations of the workflow', updateConversation: 'Gives a conversation another name',
    deleteConversation: 'Removes a conversation', conversationHistory: 'Reads the last rounds of a conversation', clearHistory: 'Empties a conversation',
    listMessages: 'Lists the messages of a conversation', createMessage: 'Adds a message to a conversation', updateMessage: 'Changes a message',
    deleteMessage: 'Removes a message', comment: 'A note for who reads the canvas',
  },
} as const;
