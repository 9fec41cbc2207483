import { formatCount } from '../../messages/time.ts';
import { inUnits, type StockLine } from './stock-rows.ts';

/** A quantity in units, with the rest in divisions: '2 cases + 6'. */
export const Quantity = ({ quantity, line }: { readonly quantity: number; readonly line: StockLine }) => {
  const { divisions, divisionName } = line.unit;
  if (divisions === 1) return <span class="digits">{formatCount(quantity)}</span>;
  const { whole, rest } = inUnits(quantity, divisions);
  return (
    <span class="digits" title={`${formatCount(quantity)} ${divisionName}`}>
      {formatCount(whole)}
      {rest > 0 && <small> +{formatCount(rest)}</small>}
    </span>
  );
};
