/** Where the face points, from the baby's side; `not_visible`: a good frame without a face. */
export const DIRECTION_STATES = ['front', 'left', 'right', 'not_visible'] as const;
export type DirectionState = (typeof DIRECTION_STATES)[number];

/** The texts of the original's `direction` field, to the letter. */
export const DIRECTION_TEXTS = {
  front: '정면 유지 중',
  left: '좌측으로 움직임',
  right: '우측으로 움직임',
  not_visible: '얼굴 미검출',
} as const satisfies Record<DirectionState, string>;

export function directionOfText(text: string): DirectionState | undefined {
  return DIRECTION_STATES.find((state) => DIRECTION_TEXTS[state] === text);
}
