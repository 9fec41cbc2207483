import { QrCode } from '../design/qr-code.tsx';
import { t } from '../messages/t.ts';
import './pick-up.css';

interface PickUpProps {
  readonly code: string;
  /** Where and when, in the shop's words; may be empty. */
  readonly place: string;
}

/** The code for the stall, to be scanned or read out. */
export const PickUp = ({ code, place }: PickUpProps) => (
  <figure class="pick-up" data-testid="pick-up">
    <QrCode text={code} label={t('order.pickUpCode', { code: code.split('').join(' ') })} />
    <figcaption>
      <b class="pick-up-code" dir="ltr">
        {code}
      </b>
      <span class="soft">{t('order.pickUpHint')}</span>
      {place !== '' && (
        <span class="pick-up-place" dir="auto">
          {place}
        </span>
      )}
    </figcaption>
  </figure>
);
