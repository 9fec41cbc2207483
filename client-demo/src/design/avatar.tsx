import './avatar.css';

/** First letters of a name as people of any script would write them, at most two. Pure. */
export const initialsOf = (name: string): string => {
  const words = (name.match(/[\p{L}\p{N}][^\s]*/gu) ?? []).slice(0, 2);
  const segmenter = new Intl.Segmenter();
  return words.map((word) => [...segmenter.segment(word)][0]?.segment ?? '').join('');
};

/** A person without a picture: his initials. Decorative, because the name stands beside it. */
export const Avatar = ({ name }: { readonly name: string }) => (
  <span class="avatar" aria-hidden="true">
    {initialsOf(name)}
  </span>
);
