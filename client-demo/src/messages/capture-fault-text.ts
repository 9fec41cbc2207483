import type { CaptureFault } from '../stage/capture.ts';
import type { MessageKey } from './language.ts';
import { t } from './t.ts';

const keys: Record<CaptureFault['reason'], MessageKey> = {
  denied: 'camera.faultDenied',
  dismissed: 'camera.faultDenied',
  'not-found': 'camera.faultNotFound',
  busy: 'camera.faultBusy',
  unsupported: 'camera.faultUnsupported',
  unknown: 'camera.faultUnknown',
};

/** Why a device could not be opened and what to do, in the language on screen. */
export const captureFaultText = (fault: CaptureFault): string => t(keys[fault.reason]);
