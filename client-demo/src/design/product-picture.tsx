import { Icon } from './icon.tsx';
import './product-picture.css';

interface ProductPictureProps {
  /** null: it has none, and a sign stands in its place. */
  readonly mediaId: string | null;
  /** Empty where the title stands beside it. */
  readonly alt?: string;
  readonly size?: 'small' | 'normal' | 'wide';
}

/** A picture of something that is sold, in a box that keeps its size before, without and after it. */
export const ProductPicture = ({ mediaId, alt = '', size = 'normal' }: ProductPictureProps) => (
  <span class={`product-picture product-picture-${size}`}>
    {mediaId === null ? (
      <Icon name="bag" sizePx={24} />
    ) : (
      <img src={`/media/${encodeURIComponent(mediaId)}`} alt={alt} loading="lazy" decoding="async" />
    )}
  </span>
);
