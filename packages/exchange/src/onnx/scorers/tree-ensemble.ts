import type { Graph } from '../graph.js';
import type { Trees } from './trees.js';

/**
 * The sum over the trees of how much deeper than expected the leaf of each row is, `[batch, width] → [batch, 1]`, float32, for rows without hidden
 * numbers: https://onnx.ai/onnx/operators/onnx_aionnxml_TreeEnsembleRegressor.html. A row goes left where x ≤ threshold, in float32, as in
 * @autoencoders/anomaly.
 */
export function treeEnsemble(g: Graph, { feature, threshold, left, roots, depth, expected }: Trees, x: string): string {
  const nodes = Array.from(left.keys());
  const tree = new Int32Array(left.length);
  for (let node = 0, at = -1; node < tree.length; node++) tree[node] = node === roots[at + 1] ? ++at : at;
  // Within a tree, nodes count from its root.
  const own = (node: number, of: number): number => node - roots[tree[of]!]!;
  const isLeaf = (node: number): boolean => left[node] === node;
  const each = (of: (node: number) => number): readonly number[] => nodes.map((node) => (isLeaf(node) ? 0 : of(node)));
  const leaves = nodes.filter(isLeaf);
  return g.mlNode('TreeEnsembleRegressor', [x], {
    nodes_treeids: Array.from(tree),
    nodes_nodeids: nodes.map((node) => own(node, node)),
    nodes_featureids: each((node) => feature[node]!),
    nodes_modes: { strings: nodes.map((node) => (isLeaf(node) ? 'LEAF' : 'BRANCH_LEQ')) },
    nodes_values: { floats: each((node) => threshold[node]!) },
    nodes_truenodeids: each((node) => own(left[node]!, node)),
    nodes_falsenodeids: each((node) => own(left[node]! + 1, node)),
    target_treeids: leaves.map((leaf) => tree[leaf]!),
    target_nodeids: leaves.map((leaf) => own(leaf, leaf)),
    target_ids: leaves.map(() => 0),
    target_weights: { floats: leaves.map((leaf) => depth[leaf]! - expected) },
    n_targets: 1,
  });
}
