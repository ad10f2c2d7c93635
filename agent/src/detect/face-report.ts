import type { Language, Localized } from '@smart-cradle/protocol/language';
import sharp from 'sharp';
import type { Crop } from '../detection/face/decode.ts';
import type { FaceJudgement } from '../detection/face/face-detector.ts';
import type { Point, Rotation } from '../detection/face/mediapipe.ts';
import { escapeHtml, type ReportSection } from './report.ts';
import { clock, timePlot } from './report-plot.ts';

/** A picture and what was made of it. */
export interface JudgedPicture {
  /** Seconds of the film; 0 for a picture. */
  time: number;
  judgement: FaceJudgement;
  /** 0 to 100; null where it cannot be told. */
  motion: number | null;
  /** Kept only where the page shows it. */
  picture?: Uint8Array;
}

export interface PictureOptions {
  rotation: Rotation;
  crop?: Crop;
  threshold: number;
  language: Language;
}

/** Width of the pictures on the page. */
const WIDTH = 640;

const TEXTS = {
  title: { en: 'Face', ko: '얼굴' },
  summary: {
    en: "Where the face points, from the baby's side; angles in degrees.",
    ko: '아기 기준으로 얼굴이 향하는 방향입니다. 각도 단위는 도입니다.',
  },
  state: { en: 'state', ko: '상태' },
  frames: { en: 'frames', ko: '프레임' },
  eyes: { en: 'eyes', ko: '눈' },
  score: { en: 'score', ko: '점수' },
  brightness: { en: 'brightness', ko: '밝기' },
  yaw: { en: 'Yaw in degrees; marked: not in front', ko: '좌우 회전(도), 표시: 정면이 아님' },
  offset: { en: 'Offset in distances of the eyes', ko: '코 치우침(눈 사이 거리 대비)' },
  motion: { en: 'Motion, 0 to 100', ko: '움직임, 0~100' },
} as const satisfies Record<string, Localized>;

const STATES = {
  front: { en: 'front', ko: '정면' },
  left: { en: 'left', ko: '좌측' },
  right: { en: 'right', ko: '우측' },
  not_visible: { en: 'not visible', ko: '얼굴 미검출' },
  too_dark: { en: 'too dark', ko: '너무 어두움' },
} as const satisfies Record<FaceJudgement['state'], Localized>;

const EYES = {
  open: { en: 'open', ko: '뜸' },
  closed: { en: 'closed', ko: '감음' },
  unseen: { en: 'not seen', ko: '보이지 않음' },
} as const satisfies Record<string, Localized>;

export function faceReportTexts(language: Language): { title: string; summary: string } {
  return { title: TEXTS.title[language], summary: TEXTS.summary[language] };
}

/** A picture with the mesh over it. */
export async function pictureSection(
  file: string,
  { judgement, picture }: JudgedPicture,
  options: PictureOptions,
): Promise<ReportSection> {
  return {
    title: file,
    figures: figuresOf(judgement, options.language),
    content: picture ? [await drawing(picture, judgement, options)] : [],
  };
}

/** Plots over a film's time, and the pictures at which the state changed. */
export async function filmSection(
  file: string,
  pictures: readonly JudgedPicture[],
  options: PictureOptions,
): Promise<ReportSection> {
  const { language, threshold } = options;
  const counts = new Map<FaceJudgement['state'], number>();
  for (const { judgement } of pictures) counts.set(judgement.state, (counts.get(judgement.state) ?? 0) + 1);
  const points = (value: (picture: JudgedPicture) => number | null) =>
    pictures.flatMap((picture): [number, number][] => {
      const found = value(picture);
      return found === null ? [] : [[picture.time, found]];
    });
  const plots = [
    { text: TEXTS.yaw, points: points(({ judgement }) => judgement.yaw), range: [-90, 90] as const },
    {
      text: TEXTS.offset,
      points: points(({ judgement }) => judgement.offset && Math.abs(judgement.offset)),
      range: [0, 1] as const,
      threshold,
    },
    { text: TEXTS.motion, points: points(({ motion }) => motion), range: [0, 100] as const },
  ];
  const content: string[] = [];
  for (const { text, ...plot } of plots) {
    content.push(`<p>${text[language]}</p>`);
    content.push(timePlot({ ...plot, label: text[language], marked: turnedAway(pictures) }));
  }
  for (const shown of pictures) {
    if (!shown.picture) continue;
    content.push(
      `<p>${clock(shown.time)} ${STATES[shown.judgement.state][language]}</p>`,
      await drawing(shown.picture, shown.judgement, options),
    );
  }
  const frames: [string, string][] = [...counts].map(([state, count]) => [
    STATES[state][language],
    `${count}`,
  ]);
  return {
    title: file,
    figures: [[TEXTS.frames[language], String(pictures.length)], ...frames],
    content,
  };
}

/** Times, from and to, in which the face was not in front. */
function turnedAway(pictures: readonly JudgedPicture[]): [number, number][] {
  const spans: [number, number][] = [];
  let since: number | undefined;
  for (const { time, judgement } of pictures) {
    if (judgement.state !== 'front') since ??= time;
    else if (since !== undefined) {
      spans.push([since, time]);
      since = undefined;
    }
  }
  if (since !== undefined) spans.push([since, pictures.at(-1)?.time ?? since]);
  return spans;
}

function figuresOf(judgement: FaceJudgement, language: Language): [string, string][] {
  const { state, yaw, pitch, roll, offset, dx, eyesOpen, score, brightness } = judgement;
  const eyes = eyesOpen === null ? 'unseen' : eyesOpen ? 'open' : 'closed';
  const number = (value: number | null, digits: number): string => value?.toFixed(digits) ?? '–';
  return [
    [TEXTS.state[language], STATES[state][language]],
    ['yaw', number(yaw, 1)],
    ['pitch', number(pitch, 1)],
    ['roll', number(roll, 1)],
    ['offset', number(offset, 3)],
    ['dx', number(dx, 4)],
    [TEXTS.eyes[language], EYES[eyes][language]],
    [TEXTS.score[language], number(score, 2)],
    [TEXTS.brightness[language], number(brightness, 2)],
  ];
}

/** The picture as it was analysed, turned and cut, with the mesh's points and the nose's way from the eyes' middle. */
async function drawing(
  picture: Uint8Array,
  { landmarks, state }: FaceJudgement,
  { rotation, crop, language }: PictureOptions,
): Promise<string> {
  const upright = await sharp(await sharp(picture).autoOrient().toBuffer())
    .rotate(rotation)
    .jpeg()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = upright.info;
  let image = sharp(upright.data);
  if (crop) {
    const [left, top] = [Math.round(crop.x * width), Math.round(crop.y * height)];
    image = image.extract({
      left,
      top,
      width: Math.max(1, Math.min(width - left, Math.round(crop.width * width))),
      height: Math.max(1, Math.min(height - top, Math.round(crop.height * height))),
    });
  }
  const { data, info } = await image
    .resize(WIDTH, undefined, { withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer({ resolveWithObject: true });
  const mesh = landmarks ? meshOf(landmarks, info) : '';
  return (
    `<svg viewBox="0 0 ${info.width} ${info.height}" width="${info.width}" height="${info.height}" role="img" aria-label="${escapeHtml(STATES[state][language])}">` +
    `<image href="data:image/jpeg;base64,${data.toString('base64')}" width="${info.width}" height="${info.height}"/>${mesh}</svg>`
  );
}

/** Points of the eyes' outer corners and the tip of the nose. */
const [LEFT_CORNER, RIGHT_CORNER, NOSE_TIP] = [33, 263, 1];

function meshOf(landmarks: readonly Point[], { width, height }: { width: number; height: number }): string {
  const at = (point: Point | undefined): [number, number] => [
    Math.round((point?.x ?? 0) * width * 10) / 10,
    Math.round((point?.y ?? 0) * height * 10) / 10,
  ];
  // One path of dots: a line of no length with round ends is a dot.
  const dots = landmarks.map((point) => `M${at(point).join(' ')}h0`).join('');
  const [left, right, nose] = [LEFT_CORNER, RIGHT_CORNER, NOSE_TIP].map((index) => at(landmarks[index]));
  if (!left || !right || !nose) return '';
  const middle = [(left[0] + right[0]) / 2, (left[1] + right[1]) / 2];
  return (
    `<path d="${dots}" fill="none" stroke="#3ddc84" stroke-width="1.6" stroke-linecap="round"/>` +
    `<path d="M${left.join(' ')}L${right.join(' ')}M${middle.join(' ')}L${nose.join(' ')}" fill="none" stroke="#ffd60a" stroke-width="2"/>`
  );
}
