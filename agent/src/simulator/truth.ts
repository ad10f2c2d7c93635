/** How the simulated baby sounds. */
export type Voice = 'silent' | 'fussing' | 'crying';

/** What a scenario says of the simulated bed at one moment: the ground truth that the detectors are tested against. */
export interface Truth {
  /** Degrees; positive: the nose moves to the picture's right, which is the baby's own left. */
  yaw: number;
  /** Degrees; positive: the chin moves towards the chest. */
  pitch: number;
  /** Degrees, clockwise in the picture. */
  roll: number;
  /** False: nothing of the face is seen (face down, or under a blanket). */
  faceVisible: boolean;
  /** False: the bed is empty. */
  occupied: boolean;
  eyesOpen: boolean;
  /** How much the baby moves, 0 (still) to 1 (kicking). */
  motion: number;
  /** Light in the room, 0 (dark) to 1 (day). */
  light: number;
  voice: Voice;
  /** Skin temperature, °C. */
  temperature: number;
  /** False: that cable is loose, and nothing comes from the device. */
  cameraConnected: boolean;
  microphoneConnected: boolean;
  serialConnected: boolean;
}
