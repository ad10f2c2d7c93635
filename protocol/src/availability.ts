/** The parts of a cradle that can be lost one by one. `direction` is what the detector makes of the camera's picture. */
export const AVAILABILITY_PARTS = ['camera', 'microphone', 'thermometer', 'servo', 'direction'] as const;
export type AvailabilityPart = (typeof AVAILABILITY_PARTS)[number];

export function isAvailabilityPart(name: string): name is AvailabilityPart {
  return (AVAILABILITY_PARTS as readonly string[]).includes(name);
}

/** Why a part is offline. English and stable: cards translate it. */
export const OFFLINE_REASONS = [
  'starting',
  'not_configured',
  'disconnected',
  'no_data',
  'frozen',
  'black',
  'muted',
  'too_dark',
  'detector_stuck',
  'device_error',
  'stopped',
] as const;
export type OfflineReason = (typeof OFFLINE_REASONS)[number];
