import type { Point } from '../document/geometry.ts';
import type { Wanted } from '../document/place-node.ts';

/** Opens the palette for a node that shall come there; beside a point of the window, where one is given. */
export type PaletteRequest = Wanted & { readonly screen?: Point };
