import type { types } from 'mediasoup-client';
import { pause, type TimeSource } from '../live/time-source.ts';
import type { LiveSocket } from '../live/socket.ts';

export interface PeerTransportOptions {
  readonly transport: types.Transport;
  readonly socket: LiveSocket;
  readonly showId: string;
  readonly peerId: string;
  readonly time: TimeSource;
  /** The transport is beyond repair: join again. Called at most once. */
  readonly onFailed: () => void;
}

export interface PeerTransport {
  readonly transport: types.Transport;
  /** Packets can flow. */
  isConnected(): boolean;
  close(): void;
}

/** A short radio gap heals by itself; a longer one gets new paths before the browser itself gives up. */
const disconnectedGraceMs = 600;
/** ICE checks over a slow phone network finish within about 2 s; after this it is not coming back. */
const restartDeadlineMs = 5000;

/** Passes the signalling of one transport on, and repairs it (ICE restart) when the network changes under it. */
export const followTransport = (options: PeerTransportOptions): PeerTransport => {
  const { transport, socket, time } = options;
  const onPeer = { showId: options.showId, peerId: options.peerId, transportId: transport.id };
  let failed = false;
  let restarting = false;
  const stop = new AbortController();

  const fail = () => {
    if (failed || transport.closed) return;
    failed = true;
    options.onFailed();
  };
  const restart = async () => {
    if (restarting || failed || transport.closed || transport.connectionState === 'new') return;
    restarting = true;
    const outcome = await socket.request('stage.restart-ice', onPeer, { deadlineMs: restartDeadlineMs });
    if (!outcome.ok) {
      restarting = false;
      // Without the server nothing can be repaired; its return (`stage.resume`) decides what comes next.
      return outcome.error.temporary ? undefined : fail();
    }
    await transport.restartIce({ iceParameters: outcome.value.iceParameters }).catch(fail);
    await pause(time, restartDeadlineMs, stop.signal);
    restarting = false;
    if (transport.connectionState !== 'connected') fail();
  };
  transport.on('connect', ({ dtlsParameters }, done, refuse) => {
    void socket.request('stage.connect-transport', { ...onPeer, dtlsParameters }).then((outcome) => {
      if (outcome.ok) return done();
      refuse(new Error(outcome.error.code));
      fail();
    });
  });
  transport.on('connectionstatechange', (connectionState) => {
    if (connectionState === 'failed') fail();
    if (connectionState !== 'disconnected') return;
    void pause(time, disconnectedGraceMs, stop.signal).then(() => {
      if (transport.connectionState === 'disconnected') void restart();
    });
  });
  const stopFollowing = followNetwork(() => void restart());
  stop.signal.addEventListener('abort', stopFollowing, { once: true });
  return {
    transport,
    isConnected: () => transport.connectionState === 'connected',
    close: () => {
      stop.abort();
      transport.close();
    },
  };
};

/** Calls back when the device came back online or changed between Wi-Fi and mobile. */
const followNetwork = (listener: () => void): (() => void) => {
  // Not in the DOM types: only Chromium on Android and ChromeOS says which kind of network it is.
  const connection = (navigator as { connection?: EventTarget & { readonly type?: string } }).connection;
  let type = connection?.type;
  const whenChanged = () => {
    // The event also reports every new guess of the bandwidth, which is no reason to move.
    if (connection?.type === type) return;
    type = connection?.type;
    listener();
  };
  addEventListener('online', listener);
  connection?.addEventListener('change', whenChanged);
  return () => {
    removeEventListener('online', listener);
    connection?.removeEventListener('change', whenChanged);
  };
};
