import { end, from, given, node, params, start } from '@buckle/canvas/testing';
import { CAFE } from './canvases-of-failures.ts';
import { type OwnCanvas, straight, type Surroundings } from './own-canvas.ts';

const TEXT = { type: 'string' };
const anyObject = { type: 'object', schema: [] };
const output = [{ name: 'output', type: 'string' }];
const success = { name: 'isSuccess', type: 'boolean' };
const conversation = [success, { name: 'isExisted', type: 'boolean' }, { name: 'conversationId', type: 'string' }];
const messageList = [{ name: 'messageList', type: 'list', schema: anyObject }];

/** Documents with the kinds of nodes that work with knowledge and with conversations. */
export function canvasesOfData({ echo, datasetId }: Surroundings): Readonly<Record<string, OwnCanvas>> {
  return {
    'knowledge that is written, found and deleted': straight(
      [
        start(),
        node('w', '27', { inputs: { datasetParam: datasets(datasetId), inputParameters: params({ knowledge: given(`${echo}/cafe.txt`) }), strategyParam: { chunkStrategy: { chunkType: 'custom', separator: '\n', maxToken: 100, overlap: 0.1 } } } }),
        node('s', '6', { inputs: { datasetParam: [...datasets(datasetId), ...params({ topK: given(1, 'integer'), strategy: given(20, 'integer') })], inputParameters: params({ Query: given('cafe') }) } }),
        node('d', '60', { inputs: { datasetParam: datasets(datasetId), inputParameters: params({ documentID: from('w.documentId') }) } }),
        node('again', '60', { inputs: { datasetParam: datasets(datasetId), inputParameters: params({ documentID: from('w.documentId') }) } }),
        end({ name: from('w.fileName'), url: from('w.fileUrl'), found: from('s.outputList.output'), deleted: from('d.isSuccess', 'boolean'), again: from('again.isSuccess', 'boolean') }),
      ],
      { output: { name: 'cafe.txt', url: `${echo}/cafe.txt`, found: CAFE, deleted: true, again: false } },
    ),
    'a model that is told passages': straight(
      [
        start('q'),
        node('m', '3', {
          inputs: {
            inputParameters: params({ q: from('100001.q') }), llmParam: params({ prompt: given('{{q}}') }),
            fcParam: { knowledgeFCParam: { knowledgeList: [{ id: datasetId }], global_setting: { search_mode: 20, top_k: 3, min_score: 0 } } },
          },
          outputs: output,
        }),
        end({ output: from('m.output') }),
      ],
      { parameters: { q: 'When does the museum open?' }, replies: ({ body }) => ({ text: JSON.stringify(body['messages']).includes('The museum opens at nine.') ? 'Nine' : 'Unknown' }), output: { output: 'Nine' } },
    ),
    'conversations and messages': straight(
      [
        start('name'),
        talk('create', '39', {}, conversation),
        talk('write', '55', { role: given('user'), content: given('one') }, [success, { name: 'message', type: 'object', schema: [{ name: 'messageId', type: 'string' }] }]),
        talk('edit', '56', { messageId: from('write.message.messageId'), newContent: given('two') }, [success]),
        talk('history', '54', { rounds: given(3, 'integer') }, messageList),
        talk('list', '37', {}, messageList),
        talk('remove', '57', { messageId: from('write.message.messageId') }, [success]),
        talk('clear', '38', {}, [success]),
        talk('rename', '51', { newConversationName: given('New') }, conversation),
        node('all', '53', { inputs: { inputParameters: [] }, outputs: [{ name: 'conversationList', type: 'list', schema: anyObject }] }),
        talk('delete', '52', { conversationName: given('New') }, [success]),
        end({
          existed: from('create.isExisted', 'boolean'), history: from('history.messageList', 'list', anyObject), removed: from('remove.isSuccess', 'boolean'), cleared: from('clear.isSuccess', 'boolean'),
          renamed: from('rename.isSuccess', 'boolean'), deleted: from('delete.isSuccess', 'boolean'),
        }),
      ],
      { parameters: { name: 'Old' }, output: { existed: false, history: [{ role: 'user', content: 'two' }], removed: true, cleared: true, renamed: true, deleted: true } },
    ),
  };
}

/** A node that works with the conversation which the run is started with. */
function talk(id: string, type: string, values: Record<string, unknown>, outputs: readonly unknown[]): unknown {
  return node(id, type, { inputs: { inputParameters: params({ conversationName: from('100001.name'), ...values }) }, outputs });
}

function datasets(id: string) {
  return params({ datasetList: given([id], 'list', TEXT) });
}
