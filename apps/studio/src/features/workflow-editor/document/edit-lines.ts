import { type CanvasDocument, type CanvasEdge, type CanvasNode, nodeKinds } from '@buckle/canvas';
import { changeLevel, type Level, levelOf, type Place, placeOf } from './levels.ts';
import { type Connection, connectionKey, connectionOf, edgeOf, ENTRY, exitsOf, hasEntry, INNER_END, INNER_START } from './ports.ts';

/** Why a line may not be drawn. */
export type Refusal = 'nothing' | 'self' | 'intoStart' | 'outOfEnd' | 'note' | 'acrossGroup' | 'double' | 'cycle';

/** A line that is there, with the loop or batch in which it lies. */
export interface Line {
  readonly connection: Connection;
  readonly owner: string | undefined;
}

/** Every line of a document. */
export function linesIn(document: CanvasDocument): Line[] {
  const walk = ({ nodes, edges }: Level, owner: string | undefined): Line[] => {
    const byId = new Map(nodes.map((node) => [node.id, node]));
    return [
      ...edges.map((edge) => ({ connection: connectionOf(edge, owner, byId.get(edge.sourceNodeID)), owner })),
      ...nodes.flatMap((node) => (node.blocks === undefined ? [] : walk({ nodes: node.blocks, edges: node.edges ?? [] }, node.id))),
    ];
  };
  return walk(levelOf(document, undefined), undefined);
}

/** Why a line may not be drawn; undefined where it may. */
export function refusalOf(document: CanvasDocument, connection: Connection): Refusal | undefined {
  const from = placeOf(document, connection.from.node);
  const to = placeOf(document, connection.to.node);
  if (from === undefined || to === undefined) return 'nothing';
  if (connection.from.node === connection.to.node) return 'self';
  if (connection.to.port !== INNER_END && !hasEntry(to.node)) return nodeKinds.get(to.node.type)?.isNote ? 'note' : 'intoStart';
  if (connection.from.port !== INNER_START && exitsOf(from.node).length === 0) return nodeKinds.get(from.node.type)?.isNote ? 'note' : 'outOfEnd';
  const owner = ownerOfLine(connection, from, to);
  if (owner === false) return 'acrossGroup';
  const level = levelOf(document, owner);
  if (hasLine(level, owner, connection)) return 'double';
  return leads(level, owner, connection.to.node, connection.from.node) ? 'cycle' : undefined;
}

/** The loop or batch in which a line would lie, undefined at the top; false where its ends lie in different ones. */
function ownerOfLine({ from, to }: Connection, source: Place, target: Place): string | undefined | false {
  const one = from.port === INNER_START ? from.node : source.around.at(-1)?.id;
  const other = to.port === INNER_END ? to.node : target.around.at(-1)?.id;
  return one === other ? one : false;
}

function hasLine(level: Level, owner: string | undefined, connection: Connection): boolean {
  const key = connectionKey(connection);
  return level.edges.some((edge) => connectionKey(connectionOf(edge, owner, nodeOf(level, edge))) === key);
}

function nodeOf({ nodes }: Level, { sourceNodeID }: CanvasEdge): CanvasNode | undefined {
  return nodes.find(({ id }) => id === sourceNodeID);
}

/** Whether lines lead from one node to another, without going around through the loop in which both lie. */
function leads({ edges }: Level, owner: string | undefined, from: string, to: string): boolean {
  const next = new Map<string, string[]>();
  for (const { sourceNodeID, targetNodeID } of edges) {
    if (sourceNodeID === owner || targetNodeID === owner) continue;
    const targets = next.get(sourceNodeID);
    if (targets) targets.push(targetNodeID);
    else next.set(sourceNodeID, [targetNodeID]);
  }
  const seen = new Set([from]);
  const open = [from];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === to) return true;
    for (const target of next.get(id) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      open.push(target);
    }
  }
  return false;
}

/** Draws a line. Throws where `refusalOf` has something against it. */
export function connect(document: CanvasDocument, connection: Connection): CanvasDocument {
  const refusal = refusalOf(document, connection);
  const from = placeOf(document, connection.from.node);
  const to = placeOf(document, connection.to.node);
  if (refusal !== undefined || from === undefined || to === undefined) throw new Error(`This line may not be drawn: ${refusal ?? 'nothing'}.`);
  const owner = ownerOfLine(connection, from, to);
  const edge = edgeOf(connection, from.node, to.node);
  return changeLevel(document, owner === false ? undefined : owner, ({ nodes, edges }) => ({ nodes, edges: [...edges, edge] }));
}

/** Takes lines away, by their keys (`connectionKey`). */
export function disconnect(document: CanvasDocument, keys: ReadonlySet<string>): CanvasDocument {
  const owners = new Set(linesIn(document).filter(({ connection }) => keys.has(connectionKey(connection))).map(({ owner }) => owner));
  return [...owners].reduce<CanvasDocument>(
    (changed, owner) =>
      changeLevel(changed, owner, (level) => ({
        nodes: level.nodes,
        edges: level.edges.filter((edge) => !keys.has(connectionKey(connectionOf(edge, owner, nodeOf(level, edge))))),
      })),
    document,
  );
}

/** All nodes that a line from a port may lead to, by id; the loop itself stands for its inner end. */
export function allowedTargets(document: CanvasDocument, from: Connection['from']): Set<string> {
  const place = placeOf(document, from.node);
  if (place === undefined) return new Set();
  const owner = from.port === INNER_START ? from.node : place.around.at(-1)?.id;
  const candidates: Connection['to'][] = levelOf(document, owner).nodes.map(({ id }) => ({ node: id, port: ENTRY }));
  if (owner !== undefined) candidates.push({ node: owner, port: INNER_END });
  return new Set(candidates.filter((to) => refusalOf(document, { from, to }) === undefined).map(({ node }) => node));
}
