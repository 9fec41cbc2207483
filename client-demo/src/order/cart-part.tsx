export const CartPart = () => null;
