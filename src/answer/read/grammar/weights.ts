/** Fitted weights of features, added to those that rules and words carry; written by `npm run train:grammar`. */
import fitted from './weights.json' with { type: 'json' };

export type Weights = Readonly<Record<string, number>>;

export const fittedWeights: Weights = fitted;

/** How often each feature was used, as a tree that is only flattened where it is asked for. */
export interface FeatureTree {
  name: string;
  value: number;
  left?: FeatureTree | undefined;
  right?: FeatureTree | undefined;
}

export function flatten(tree: FeatureTree | undefined, into: Map<string, number>): void {
  for (let node = tree; node; node = node.right) {
    into.set(node.name, (into.get(node.name) ?? 0) + node.value);
    flatten(node.left, into);
  }
}
