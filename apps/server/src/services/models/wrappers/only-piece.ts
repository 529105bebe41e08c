import type { StreamedCalls } from '../port.ts';

/** Makes a call whose answer comes in one piece, and gives that piece. Throws what the call throws. */
export async function onlyPiece<Request, Piece>(
  calls: StreamedCalls<Request, Piece>,
  request: Request,
  signal: AbortSignal,
): Promise<Piece> {
  for await (const piece of calls.stream(request, { signal })) return piece;
  throw new Error('A call ended without an answer.');
}
