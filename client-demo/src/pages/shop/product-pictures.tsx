import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { uploadProductPicture } from '../../api/routes.ts';
import { IconButton } from '../../design/button.tsx';
import { Icon } from '../../design/icon.tsx';
import { Refused } from '../../design/refused.tsx';
import type { CallError } from '../../live/outcome.ts';
import { t } from '../../messages/t.ts';
import type { ProductForm } from './product-draft.ts';
import { useShop } from './use-shop.ts';

/** More would not fit into the catalogue (protocol/methods/catalogue.ts). */
const maximumPictures = 8;

interface PicturesProps {
  readonly form: ProductForm;
  readonly onChange: (form: ProductForm) => void;
}

/** The pictures of a product, the first one first; each is uploaded at once. */
export const Pictures = ({ form, onChange }: PicturesProps) => {
  const { session } = useShop();
  const isBusy = useSignal(false);
  const refusal = useSignal<CallError | null>(null);
  const inputId = useId();
  const add = async (file: File | undefined) => {
    if (file === undefined || isBusy.peek()) return;
    isBusy.value = true;
    const saved = await uploadProductPicture(session, file);
    isBusy.value = false;
    refusal.value = saved.ok ? null : saved.error;
    if (!saved.ok) return;
    const { mediaId, thumbnailId } = saved.value;
    onChange({ ...form, pictures: [...form.pictures, { mediaId, thumbnailId }] });
  };
  return (
    <div class="field">
      <span class="field-label">{t('shop.pictures')}</span>
      <div class="picture-row">
        {form.pictures.map(({ mediaId, thumbnailId }, index) => (
          <span class="picture-tile" key={mediaId}>
            <img src={`/media/${thumbnailId}`} alt={t('shop.pictureNumber', { number: index + 1 })} />
            <IconButton
              icon="close"
              label={t('shop.removePicture', { number: index + 1 })}
              onClick={() =>
                onChange({ ...form, pictures: form.pictures.filter((one) => one.mediaId !== mediaId) })
              }
            />
          </span>
        ))}
        {form.pictures.length < maximumPictures && (
          <label class="picture-add" for={inputId} aria-busy={isBusy.value}>
            <Icon name="plus" />
            <span>{t(isBusy.value ? 'shop.uploading' : 'shop.addPicture')}</span>
            <input
              id={inputId}
              class="unseen"
              type="file"
              accept="image/*"
              onChange={(event) => {
                void add(event.currentTarget.files?.[0]);
                event.currentTarget.value = '';
              }}
            />
          </label>
        )}
      </div>
      <Refused error={refusal.value} />
    </div>
  );
};
