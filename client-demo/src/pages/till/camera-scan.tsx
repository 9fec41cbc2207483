import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorState } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';
import './camera-scan.css';

/** What came of a code. `said` stands under the picture, where whoever scans looks; empty: nothing to say. */
export interface Heard {
  readonly isUseful: boolean;
  readonly said: string;
}

interface CameraScanProps {
  readonly onCode: (text: string) => Heard;
  readonly onClose: () => void;
  /** Stays open after a useful code; the same one counts again only after a pause. */
  readonly isRepeated?: boolean;
}

/** The camera sees one code many times a second; a second piece of the same takes longer to hold up. */
const sameCodePauseMs = 1_500;

interface Reading {
  readonly video: HTMLVideoElement;
  readonly hear: (text: string) => void;
  readonly onFailed: () => void;
}

/** Often enough that nobody waits, seldom enough that an old phone stays cool; the reader's own pause is twice as long. */
const lookEveryMs = 250;

/** Kinds that shops and this one's orders use: fewer kinds are read sooner and mistaken less often. */
const makeReader = async () => {
  const { BarcodeFormat, BrowserMultiFormatReader, DecodeHintType } = await import('@zxing/library');
  const { EAN_13, EAN_8, UPC_A, UPC_E, CODE_128, CODE_39, ITF, QR_CODE, DATA_MATRIX } = BarcodeFormat;
  const kinds = [EAN_13, EAN_8, UPC_A, UPC_E, CODE_128, CODE_39, ITF, QR_CODE, DATA_MATRIX];
  return new BrowserMultiFormatReader(new Map([[DecodeHintType.POSSIBLE_FORMATS, kinds]]), lookEveryMs);
};

/** Opens the camera and reads until the function it answers is called. The reader is loaded when first used. */
const readFrom = ({ video, hear, onFailed }: Reading): (() => void) => {
  let stop = () => {};
  let closed = false;
  const open = async () => {
    const reader = await makeReader();
    stop = () => reader.reset();
    if (closed) return;
    const wish = { video: { facingMode: 'environment', width: { ideal: 1280 } } };
    await reader.decodeFromConstraints(wish, video, (result) => {
      if (result && !closed) hear(result.getText());
    });
    if (closed) reader.reset();
  };
  open().catch(onFailed);
  return () => {
    closed = true;
    stop();
  };
};

/** Reads barcodes and QR codes with the camera. */
export const CameraScan = ({ onCode, onClose, isRepeated = false }: CameraScanProps) => {
  const video = useRef<HTMLVideoElement>(null);
  const isFailed = useSignal(false);
  const heard = useSignal<Heard | null>(null);
  const last = useRef({ text: '', atMs: -Infinity });
  const read = useRef(onCode);
  read.current = onCode;
  useEffect(() => {
    if (video.current === null) return undefined;
    const hear = (text: string) => {
      const atMs = performance.now();
      const isSame = last.current.text === text && atMs - last.current.atMs < sameCodePauseMs;
      last.current = { text, atMs };
      if (isSame) return;
      heard.value = read.current(text);
      if (!heard.value.isUseful) return;
      navigator.vibrate?.(40);
      if (!isRepeated) onClose();
    };
    return readFrom({ video: video.current, hear, onFailed: () => (isFailed.value = true) });
  }, []);
  const now = heard.value;
  return (
    <Dialog title={t('till.scanTitle')} onClose={onClose}>
      {isFailed.value ? (
        <ErrorState title={t('till.scanFailed')} advice={t('till.scanFailedAdvice')} />
      ) : (
        <>
          <video ref={video} class="scan-picture" muted playsInline aria-label={t('till.scanTitle')} />
          <p class="scan-said" role="status" data-useful={now?.isUseful ?? null}>
            <bdi>{now?.said ?? ''}</bdi>
          </p>
        </>
      )}
    </Dialog>
  );
};
