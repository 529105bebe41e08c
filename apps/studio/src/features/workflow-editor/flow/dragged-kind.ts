/** Under this name a kind of node is dragged from the palette to the canvas. */
export const DRAGGED_KIND = 'application/x-buckle-node-kind';
