import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Dialog } from '../../design/dialog.tsx';
import { ErrorState } from '../../design/notice.tsx';
import { t } from '../../messages/t.ts';
import './camera-scan.css';

interface CameraScanProps {
  /** Whether the code was of use. */
  readonly onCode: (text: string) => boolean;
  readonly onClose: () => void;
  /** Stays open after a code; the same one counts again only after a pause. */
  readonly isRepeated?: boolean;
}

/** The camera sees one code many times a second; a second piece of the same takes longer to hold up. */
const sameCodePauseMs = 1_500;

/** Reads barcodes and QR codes with the camera. The reader is loaded when first used. */
export const CameraScan = ({ onCode, onClose, isRepeated = false }: CameraScanProps) => {
  const video = useRef<HTMLVideoElement>(null);
  const isFailed = useSignal(false);
  const last = useRef({ text: '', atMs: -Infinity });
  const read = useRef(onCode);
  read.current = onCode;
  useEffect(() => {
    let stop = () => {};
    let closed = false;
    const hear = (text: string) => {
      const atMs = performance.now();
      const isSame = last.current.text === text && atMs - last.current.atMs < sameCodePauseMs;
      last.current = { text, atMs };
      if (isSame || closed) return;
      const isUseful = read.current(text);
      if (isUseful) navigator.vibrate?.(40);
      if (isUseful && !isRepeated) onClose();
    };
    const open = async () => {
      const { BrowserMultiFormatReader } = await import('@zxing/library');
      const reader = new BrowserMultiFormatReader();
      stop = () => reader.reset();
      if (closed || video.current === null) return;
      const wish = { video: { facingMode: 'environment', width: { ideal: 1280 } } };
      await reader.decodeFromConstraints(wish, video.current, (result) => {
        if (result) hear(result.getText());
      });
      if (closed) reader.reset();
    };
    open().catch(() => (isFailed.value = true));
    return () => {
      closed = true;
      stop();
    };
  }, []);
  return (
    <Dialog title={t('till.scanTitle')} onClose={onClose}>
      {isFailed.value ? (
        <ErrorState title={t('till.scanFailed')} advice={t('till.scanFailedAdvice')} />
      ) : (
        <video ref={video} class="scan-picture" muted playsInline aria-label={t('till.scanTitle')} />
      )}
    </Dialog>
  );
};
