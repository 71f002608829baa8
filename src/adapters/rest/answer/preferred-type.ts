interface Range {
  readonly type: string;
  readonly quality: number;
}

/**
 * Which of the offered media types an Accept header likes best: by quality, then by how exactly it is named, then by the order of
 * the header, then by the order offered. Undefined when it wants none of them.
 */
export function preferredType<Type extends string>(accept: string | undefined, offered: readonly Type[]): Type | undefined {
  if (accept === undefined || accept === '*/*') return offered[0];
  const exact = offered.find((type) => type === accept);
  if (exact !== undefined) return exact;
  const ranges = accept.split(',').map(rangeOf);
  const judged = offered.flatMap((type) => {
    const [best] = ranges
      .map(({ type: range, quality }, order) => ({ type, quality, order, exactness: exactnessOf(range, type) }))
      .filter(({ exactness }) => exactness > 0)
      .sort((left, right) => right.exactness - left.exactness || right.quality - left.quality || left.order - right.order);
    return best === undefined || best.quality === 0 ? [] : [best];
  });
  const [chosen] = judged.sort(
    (left, right) => right.quality - left.quality || right.exactness - left.exactness || left.order - right.order,
  );
  return chosen?.type;
}

/** 0 for no match. */
function exactnessOf(range: string, type: string): number {
  if (range === type) return 3;
  if (range === '*/*') return 1;
  return range.endsWith('/*') && type.startsWith(range.slice(0, -1)) ? 2 : 0;
}

/** Parameters other than the quality are left out: nothing here comes in more than one version. */
function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  const quality = given === undefined ? 1 : Number.parseFloat(given);
  return { type, quality: quality >= 0 && quality <= 1 ? quality : 0 };
}
