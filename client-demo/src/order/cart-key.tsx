export const CartKey = () => null;
