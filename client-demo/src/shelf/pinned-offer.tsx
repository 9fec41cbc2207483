export const PinnedOffer = () => null;
