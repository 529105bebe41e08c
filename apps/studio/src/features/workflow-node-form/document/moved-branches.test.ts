import { describe, expect, it } from 'vitest';
import { followPorts, movedBranches } from './moved-branches.ts';

describe('the exits of branches', () => {
  it('move up behind one that is taken out', () => {
    expect([...movedBranches(3, 0)]).toEqual([['branch_0', undefined], ['branch_1', 'branch_0'], ['branch_2', 'branch_1']]);
  });

  it('change places with the branches', () => {
    expect([...movedBranches(3, 0, 1)]).toEqual([['branch_0', 'branch_1'], ['branch_1', 'branch_0']]);
  });

  it('take their lines along, and lines of other nodes stay', () => {
    const edges = ['branch_0', 'branch_1', 'default'].map((sourcePortID) => ({ sourceNodeID: '1', targetNodeID: sourcePortID, sourcePortID }));
    const other = { sourceNodeID: '2', targetNodeID: '3', sourcePortID: 'branch_0' };
    const followed = followPorts([...edges, other], '1', movedBranches(2, 0), ({ sourcePortID = '' }) => sourcePortID, (port) => port);
    expect(followed).toEqual([{ sourceNodeID: '1', targetNodeID: 'branch_1', sourcePortID: 'branch_0' }, edges[2], other]);
  });
});
