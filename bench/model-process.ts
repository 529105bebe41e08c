// The scripted model in a process of its own: no latency, 50 tokens, encoded once. A reply has a chunk
// a token; all of them leave in one write, or with `spread` each in a write of its own.
import { ScriptedModel } from '../apps/server/src/services/models/testing/scripted-model.ts';

const model = await ScriptedModel.start({ record: false });
model.always(process.argv.includes('spread') ? { tokens: 50, pieceDelay: 0 } : { tokens: 50 });
console.log(model.baseUrl);
