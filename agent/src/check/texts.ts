import type { Language } from '@smart-cradle/protocol/language';
import type { CheckedPart, Finding } from './check.ts';

const because = (reason: string) => (reason ? `: ${reason}` : '');

const en = {
  part: {
    camera: 'Camera',
    microphone: 'Microphone',
    serial: 'Thermometer',
    motor: 'Motor',
    broker: 'Broker',
  },
  result: { ok: 'ok', failed: 'FAILED', skipped: 'not tried' },
  notConfigured: 'not configured',
  noPicture: (program: string, reason: string) => `no picture from ${program}${because(reason)}`,
  picture: (size: string, rate: string, brightness: number, file: string, fault: string) =>
    `${fault ? `${fault}, ` : ''}${size}, ${rate} pictures a second, brightness ${brightness} %; look at ${file}`,
  taken: '; another program has it, perhaps the agent: systemctl stop smart-cradle-agent',
  asItIs: '; hw: takes the card as it is: with plughw: in its place, ALSA converts',
  forbidden: '; this user may not use it: it must be in the group video, audio or dialout',
  found: (devices: readonly string[]) =>
    devices.length > 0 ? `; here is ${devices.join(', ')}` : '; none is found here: is it plugged in?',
  noSound: (program: string, reason: string) => `no sound from ${program}${because(reason)}`,
  silence: 'digital silence: it is muted, or the wrong input is chosen',
  level: (level: string, peak: string) =>
    `${level} dBFS, peak ${peak} dBFS; make a noise and try again: it must rise`,
  notOpen: (reason: string) => `the serial port does not open${because(reason)}`,
  line: (line: string, firmware: string | undefined) =>
    `"${line}"${firmware ? `, firmware ${firmware} of this project` : ', other firmware: it knows only on and off'}`,
  noTemperature: (line: string | undefined) =>
    line === undefined
      ? 'the port is open, and nothing comes'
      : `no temperature; the last line was "${line.slice(0, 80)}"`,
  motorNotAsked: 'with --motor it is moved for a second',
  moved: (firmware: string | undefined) =>
    firmware
      ? 'moved for a second at level 1, and answered'
      : 'told to move for a second; this firmware does not answer: look at it',
  notAnswered: 'the firmware does not answer',
  broker: (host: string, version: string) => `${host} lets the agent in, MQTT ${version}`,
  noBroker: (host: string, reason: string) => `${host} is not reached${because(reason)}`,
} as const;

type Texts<Part> = {
  [Key in keyof Part]: Part[Key] extends (...args: infer Args) => string
    ? (...args: Args) => string
    : Part[Key] extends string
      ? string
      : Record<keyof Part[Key], string>;
};
export type CheckTexts = Texts<typeof en>;

const ko: CheckTexts = {
  part: { camera: '카메라', microphone: '마이크', serial: '체온계', motor: '모터', broker: '브로커' },
  result: { ok: '정상', failed: '실패', skipped: '건너뜀' },
  notConfigured: '설정되지 않음',
  noPicture: (program, reason) => `${program}에서 영상이 오지 않습니다${because(reason)}`,
  picture: (size, rate, brightness, file, fault) =>
    `${fault ? `${fault}, ` : ''}${size}, 초당 ${rate}장, 밝기 ${brightness} %. ${file} 파일을 확인하세요`,
  taken: '. 다른 프로그램(아마 에이전트)이 쓰고 있습니다: systemctl stop smart-cradle-agent',
  asItIs: '. hw:는 카드를 있는 그대로 씁니다. 대신 plughw:를 쓰면 ALSA가 변환합니다',
  forbidden: '. 이 사용자는 쓸 수 없습니다. video, audio, dialout 그룹에 있어야 합니다',
  found: (devices) =>
    devices.length > 0 ? `. 여기에 있는 것: ${devices.join(', ')}` : '. 아무것도 없습니다. 연결되어 있나요?',
  noSound: (program, reason) => `${program}에서 소리가 오지 않습니다${because(reason)}`,
  silence: '완전한 무음입니다. 음소거되었거나 다른 입력이 선택되었습니다',
  level: (level, peak) => `${level} dBFS, 최고 ${peak} dBFS. 소리를 내고 다시 실행하면 값이 올라가야 합니다`,
  notOpen: (reason) => `시리얼 포트가 열리지 않습니다${because(reason)}`,
  line: (line, firmware) =>
    `"${line}"${firmware ? `, 이 프로젝트의 펌웨어 ${firmware}` : ', 다른 펌웨어: 켜고 끄기만 합니다'}`,
  noTemperature: (line) =>
    line === undefined
      ? '포트는 열렸지만 아무것도 오지 않습니다'
      : `체온이 오지 않습니다. 마지막 줄: "${line.slice(0, 80)}"`,
  motorNotAsked: '--motor를 붙이면 1초 동안 움직입니다',
  moved: (firmware) =>
    firmware
      ? '1초 동안 1단계로 움직였고 응답했습니다'
      : '1초 동안 움직이라고 했습니다. 이 펌웨어는 응답하지 않으니 눈으로 확인하세요',
  notAnswered: '펌웨어가 응답하지 않습니다',
  broker: (host, version) => `${host}에 접속됨, MQTT ${version}`,
  noBroker: (host, reason) => `${host}에 접속하지 못했습니다${because(reason)}`,
};

export const CHECK_TEXTS: Record<Language, CheckTexts> = { en, ko };

/** One line of the report. */
export function reportLine({ part, result, text }: Finding, language: Language): string {
  const texts = CHECK_TEXTS[language];
  return `${texts.part[part satisfies CheckedPart]} – ${texts.result[result]}: ${text}`;
}
