/** A list with `item` in place of what had its id; one that is new comes last (or first). Pure. */
export const withItem = <Item>(
  list: readonly Item[],
  item: Item,
  idOf: (item: Item) => string,
  newGoes: 'first' | 'last' = 'last',
): readonly Item[] => {
  const place = list.findIndex((other) => idOf(other) === idOf(item));
  if (place >= 0) return list.with(place, item);
  return newGoes === 'first' ? [item, ...list] : [...list, item];
};

/** A list in the order of `ids`; what they do not name keeps its order behind. Pure. */
export const inOrder = <Item>(
  list: readonly Item[],
  ids: readonly string[],
  idOf: (item: Item) => string,
): readonly Item[] => {
  const places = new Map(ids.map((id, place) => [id, place]));
  const placeOf = (item: Item) => places.get(idOf(item)) ?? ids.length;
  return list.toSorted((one, other) => placeOf(one) - placeOf(other));
};
