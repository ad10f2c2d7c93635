import type { Language } from '@smart-cradle/protocol/language';

type Sentence = (value: string) => string;

interface PairingTexts {
  title: string;
  how: readonly string[];
  show: string;
  waiting: string;
  code: string;
  ends: Sentence;
  open: string;
  missing: string;
  failed: string;
}

export const PAIRING_TEXTS: Record<Language, PairingTexts> = {
  en: {
    title: 'Add a phone',
    how: [
      'Install the Home Assistant companion app on the other phone and log in.',
      'Show the code here and scan it with that phone’s camera.',
      'The phone says that it joined, and rings from then on.',
    ],
    show: 'Show the code',
    waiting: 'Waiting for the code…',
    code: 'QR code that makes the phone which scans it a recipient of alerts',
    ends: (time) => `Valid for ${time}`,
    open: 'Or open this address on the phone:',
    missing: 'This cradle’s rules cannot add phones yet: update them.',
    failed: 'The code could not be drawn. Open the address on the phone instead.',
  },
  ko: {
    title: '휴대전화 추가',
    how: [
      '다른 휴대전화에 Home Assistant 앱을 설치하고 로그인하세요.',
      '여기에 코드를 띄우고 그 휴대전화의 카메라로 찍으세요.',
      '휴대전화에 등록되었다고 표시되고, 그때부터 알림이 울립니다.',
    ],
    show: '코드 보기',
    waiting: '코드를 기다리는 중…',
    code: '찍은 휴대전화가 알림을 받게 하는 QR 코드',
    ends: (time) => `${time} 동안 유효`,
    open: '또는 휴대전화에서 이 주소를 여세요:',
    missing: '이 요람의 규칙은 아직 휴대전화를 추가할 수 없습니다. 업데이트하세요.',
    failed: '코드를 그릴 수 없습니다. 대신 휴대전화에서 주소를 여세요.',
  },
};
