export const ShelfKey = () => null;
