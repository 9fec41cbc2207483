import type { Config } from '#config/load.ts';
import {
  provideLocalCertificate,
  readConfiguredCertificate,
  type ServerCertificate,
} from './local-certificate.ts';

/** Addresses change when a laptop changes networks; nobody waits longer than this for a matching certificate. */
const checkEveryMs = 30_000;

export interface CertificateKeeper {
  readonly current: ServerCertificate;
  close(): void;
}

type CertificateConfig = Pick<Config, 'certificatePath' | 'certificateKeyPath' | 'certificateNames'>;

/**
 * Provides the server's certificate and hands on a new one whenever names, files or the calendar ask for it.
 * `onFault` hears of a check that failed; the certificate in force stays.
 */
export async function keepCertificate(
  config: CertificateConfig,
  folder: string,
  hooks: {
    readonly onRenewed: (certificate: ServerCertificate) => void;
    readonly onFault: (error: unknown) => void;
  },
): Promise<CertificateKeeper> {
  const provide = (): Promise<ServerCertificate> =>
    config.certificatePath === ''
      ? provideLocalCertificate(folder, config.certificateNames, Date.now())
      : readConfiguredCertificate(config.certificatePath, config.certificateKeyPath);
  let current = await provide();
  let isChecking = false;
  const check = async (): Promise<void> => {
    if (isChecking) return;
    isChecking = true;
    try {
      const next = await provide();
      if (next.certificate !== current.certificate) {
        current = next;
        hooks.onRenewed(next);
      }
    } catch (error) {
      hooks.onFault(error);
    } finally {
      isChecking = false;
    }
  };
  const timer = setInterval(() => void check(), checkEveryMs);
  timer.unref();
  return {
    get current() {
      return current;
    },
    close: () => clearInterval(timer),
  };
}
