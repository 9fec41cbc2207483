export const ShelfStrip = () => null;
