import type { types } from 'mediasoup-client';
import type { RTCIceServerLike } from '#protocol/methods/stage.ts';
import { tableError, type CallError } from '../live/outcome.ts';
import type { LiveSocket } from '../live/socket.ts';

/** A browser that knows what the stage can send and receive: all that can be prepared before the tap. */
export interface StageDevice {
  readonly device: types.Device;
  readonly iceServers: readonly RTCIceServerLike[];
}

export type LoadedDevice =
  | { readonly ok: true; readonly value: StageDevice }
  /** `unfit`: this browser cannot take part at all (no WebRTC, or none of the stage's codecs), and why. */
  | { readonly ok: false; readonly error: CallError; readonly unfit?: string };

const load = async (socket: LiveSocket, showId: string): Promise<LoadedDevice> => {
  // mediasoup-client is the largest piece of script; it travels while the server answers.
  const chunk = import('mediasoup-client');
  const capabilities = await socket.request('stage.capabilities', { showId });
  if (!capabilities.ok) return capabilities;
  const { rtpCapabilities: routerRtpCapabilities, iceServers } = capabilities.value;
  try {
    const device = await (await chunk).Device.factory();
    await device.load({ routerRtpCapabilities });
    return { ok: true, value: { device, iceServers } };
  } catch (error) {
    return { ok: false, error: tableError('media-parameters-invalid'), unfit: String(error) };
  }
};

const loads = new WeakMap<LiveSocket, Map<string, Promise<LoadedDevice>>>();

/**
 * Loads the player's script and the stage's capabilities, once per show; a failed attempt is not kept. Called
 * early, it leaves one round trip for the tap.
 */
export const loadDevice = (socket: LiveSocket, showId: string): Promise<LoadedDevice> => {
  const ofSocket = loads.get(socket) ?? new Map<string, Promise<LoadedDevice>>();
  loads.set(socket, ofSocket);
  const known = ofSocket.get(showId);
  if (known !== undefined) return known;
  const loading = load(socket, showId).then((loaded) => {
    if (!loaded.ok) ofSocket.delete(showId);
    return loaded;
  });
  ofSocket.set(showId, loading);
  return loading;
};
