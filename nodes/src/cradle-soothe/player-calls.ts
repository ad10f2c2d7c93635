import type { SettingValues } from '@smart-cradle/protocol/settings';

/** A call of a Home Assistant action. */
export interface PlayerCall {
  action: string;
  target: { entity_id: string };
  data: Record<string, unknown>;
}

/** Plays at a level, quieter at lower ones; nothing where no player is set. An empty sound is what it played last. */
export function soundCalls(
  { player, sound }: { player: string; sound: string },
  settings: SettingValues,
  level: number,
): PlayerCall[] {
  if (!player) return [];
  const target = { entity_id: player };
  const volume = Number(((settings.soothing_volume / 100) * (level / 4)).toFixed(2));
  return [
    { action: 'media_player.volume_set', target, data: { volume_level: volume } },
    sound
      ? {
          action: 'media_player.play_media',
          target,
          data: { media_content_id: sound, media_content_type: 'music' },
        }
      : { action: 'media_player.media_play', target, data: {} },
  ];
}

export function silenceCall(player: string): PlayerCall {
  return { action: 'media_player.media_stop', target: { entity_id: player }, data: {} };
}
