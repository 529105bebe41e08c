/** The events of a stream; throws `TypeError`, as `fetch` does, where its server died. */
export async function* serverEvents(response: Response): AsyncGenerator<{ event: string; data: string }> {
  let text = '';
  for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]));
      yield { event: fields.get('event') ?? '', data: fields.get('data') ?? '' };
    }
  }
}
