import type { HaConnection, HomeAssistant } from '../home-assistant/types.ts';

/** Home Assistant's WebSocket commands for WebRTC: its `camera` integration, `webrtc.py`. Any user of the house may use them. */

/** What a camera tells about its connection. */
export interface ClientConfig {
  configuration: RTCConfiguration;
  /** The name of a data channel that the server wants to see in the offer. */
  dataChannel?: string;
  /** The offer must hold all candidates. */
  getCandidatesUpfront?: boolean;
}

export type SignalMessage =
  | { type: 'session'; session_id: string }
  | { type: 'answer'; answer: string }
  | { type: 'candidate'; candidate: RTCIceCandidateInit | string }
  | { type: 'error'; code: string; message: string };

export type SignalHome = Pick<HomeAssistant, 'callWS'> & {
  connection: Pick<HaConnection, 'subscribeMessage'>;
};

export async function offersWebRtc(hass: SignalHome, entityId: string): Promise<boolean> {
  const { frontend_stream_types: types } = await hass.callWS<{ frontend_stream_types: string[] }>({
    type: 'camera/capabilities',
    entity_id: entityId,
  });
  return types.includes('web_rtc');
}

export function clientConfig(hass: SignalHome, entityId: string): Promise<ClientConfig> {
  return hass.callWS({ type: 'camera/webrtc/get_client_config', entity_id: entityId });
}

/** An offer belongs to one connection: it is not sent again after the WebSocket was lost. @returns what ends the session. */
export function sendOffer(
  hass: SignalHome,
  entityId: string,
  offer: string,
  listener: (message: SignalMessage) => void,
): Promise<() => Promise<void>> {
  const message = { type: 'camera/webrtc/offer', entity_id: entityId, offer };
  return hass.connection.subscribeMessage(listener, message, { resubscribe: false });
}

export function sendCandidate(
  hass: SignalHome,
  entityId: string,
  session: string,
  candidate: RTCIceCandidateInit,
): Promise<unknown> {
  return hass.callWS({
    type: 'camera/webrtc/candidate',
    entity_id: entityId,
    session_id: session,
    candidate,
  });
}
