import type { Language } from '@smart-cradle/protocol/language';

interface NightTexts {
  armed: string;
  allowSound: string;
  allowSoundLong: string;
  soundRefused: string;
  screenAwake: string;
  screenMayDarken: string;
  connectionLost: string;
  connectionLostLong: string;
  dataLost: string;
  dataLostLong: string;
  quiet: string;
  quietUntil: (time: string) => string;
  ringAgain: string;
  showPicture: string;
  hidePicture: string;
}

export const NIGHT_TEXTS: Record<Language, NightTexts> = {
  en: {
    armed: 'This screen will ring',
    allowSound: 'Switch the alarm sound on',
    allowSoundLong: 'This screen is silent: the browser allows sound only after a tap.',
    soundRefused: 'The browser refused the sound. Check that the device is not muted.',
    screenAwake: 'Screen stays on',
    screenMayDarken: 'The browser cannot keep this screen on (it needs https): set it in the device itself.',
    connectionLost: 'No connection to Home Assistant',
    connectionLostLong: 'Power or network may be out. Look at the baby yourself.',
    dataLost: 'Nobody is watching the baby',
    dataLostLong: 'Nothing comes from the cradle. Look at the baby yourself.',
    quiet: 'Quiet for 5 minutes',
    quietUntil: (time) => `Quiet until ${time}`,
    ringAgain: 'Let it ring again',
    showPicture: 'Show the picture',
    hidePicture: 'Hide the picture',
  },
  ko: {
    armed: '이 화면에서 알람이 울립니다',
    allowSound: '알람 소리 켜기',
    allowSoundLong: '지금은 소리가 나지 않습니다. 브라우저는 화면을 누른 뒤에만 소리를 허용합니다.',
    soundRefused: '브라우저가 소리를 거부했습니다. 기기가 무음이 아닌지 확인하세요.',
    screenAwake: '화면이 꺼지지 않음',
    screenMayDarken: '브라우저가 화면을 켜 둘 수 없습니다(https 필요). 기기 설정에서 켜 두세요.',
    connectionLost: 'Home Assistant와 연결되지 않습니다',
    connectionLostLong: '정전이나 네트워크 문제일 수 있습니다. 아기를 직접 살펴보세요.',
    dataLost: '아무도 아기를 지켜보고 있지 않습니다',
    dataLostLong: '요람에서 아무 값도 오지 않습니다. 아기를 직접 살펴보세요.',
    quiet: '5분 동안 조용히',
    quietUntil: (time) => `${time}까지 조용히`,
    ringAgain: '다시 울리게 하기',
    showPicture: '영상 보기',
    hidePicture: '영상 숨기기',
  },
};
