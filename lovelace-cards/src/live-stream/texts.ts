import type { Language } from '@smart-cradle/protocol/language';

interface StreamTexts {
  soundOn: string;
  soundOff: string;
  soundRefused: string;
  listening: string;
  pictureInPicture: string;
  alike: (duration: string) => string;
  stalled: (duration: string) => string;
  opening: string;
  failed: string;
  soundLost: string;
  noWebRtc: (camera: string) => string;
  noCamera: (camera: string) => string;
  videoOf: (name: string) => string;
}

export const STREAM_TEXTS: Record<Language, StreamTexts> = {
  en: {
    soundOn: 'Listen',
    soundOff: 'Mute',
    soundRefused: 'The browser refused the sound',
    listening: 'Sound is on, also while the picture is out of sight',
    pictureInPicture: 'Picture in picture',
    alike: (duration) => `Picture unchanged for ${duration}`,
    stalled: (duration) => `No new picture for ${duration}`,
    opening: 'Video is coming…',
    failed: 'Video does not come: single pictures instead',
    soundLost: 'No sound: the stream has stopped',
    noWebRtc: (camera) => `${camera} offers no WebRTC: single pictures instead`,
    noCamera: (camera) => `${camera} is not available: single pictures instead`,
    videoOf: (name) => `Video of ${name}`,
  },
  ko: {
    soundOn: '소리 듣기',
    soundOff: '소리 끄기',
    soundRefused: '브라우저가 소리를 거부했습니다',
    listening: '소리가 켜져 있습니다. 영상이 보이지 않아도 들립니다',
    pictureInPicture: '작은 창으로 보기',
    alike: (duration) => `${duration} 동안 영상에 변화 없음`,
    stalled: (duration) => `${duration} 동안 새 영상 없음`,
    opening: '영상을 연결하는 중…',
    failed: '영상이 오지 않아 사진으로 보여 줍니다',
    soundLost: '소리가 끊겼습니다',
    noWebRtc: (camera) => `${camera}에 WebRTC가 없어 사진으로 보여 줍니다`,
    noCamera: (camera) => `${camera} 카메라를 사용할 수 없어 사진으로 보여 줍니다`,
    videoOf: (name) => `${name} 영상`,
  },
};
