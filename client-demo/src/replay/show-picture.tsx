import type { ShowView } from '#protocol/views.ts';
import { StageArt } from '../design/stage-art.tsx';
import { usePoster } from './poster.ts';
import './show-picture.css';

interface ShowPictureProps {
  readonly showId: string;
  readonly status: ShowView['status'];
  /** Lamps of the drawn stage. */
  readonly isLit?: boolean;
}

const kindOf = (status: ShowView['status']): 'none' | 'live' | 'kept' => {
  if (status === 'live' || status === 'paused') return 'live';
  return status === 'ended' || status === 'archived' ? 'kept' : 'none';
};

/** What a show looked like a moment ago, or in its replay; a drawn stage where nothing was taken. Decorative. */
export const ShowPicture = ({ showId, status, isLit = true }: ShowPictureProps) => {
  const poster = usePoster(showId, kindOf(status));
  return (
    <div class="show-art" data-poster={poster === null ? 'none' : 'shown'}>
      <StageArt seed={showId} isLit={isLit} />
      {poster !== null && <img src={poster} alt="" />}
    </div>
  );
};
