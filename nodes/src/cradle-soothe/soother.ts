import type { ServoMessage } from '@smart-cradle/protocol/messages';
import { defaultSettings, type SettingValues } from '@smart-cradle/protocol/settings';
import {
  isSoothingOwnSetting,
  SOOTHING_OWN_SETTINGS,
  type SoothingOwnSetting,
  type SoothingReason,
  type SoothingRun,
  type SoothingState,
} from '@smart-cradle/protocol/soothing';
import { cradleTopics } from '@smart-cradle/protocol/topics';
import type { PointMessage } from '../history/points.ts';
import type { RuleMessage } from '../shared/rule-message.ts';
import type { RulesClock } from '../shared/rules-clock.ts';
import type { RockableOutput, TellOutput } from '../shared/tell-message.ts';
import { type PlayerCall, silenceCall, soundCalls } from './player-calls.ts';
import { runPoint } from './run-point.ts';
import { BY_SOOTHING, type Heard, hearNothing, listen, look, nightOf, soothingSettings } from './sight.ts';
import {
  interlock,
  RENEW_EVERY,
  RENEW_WITHIN,
  type Run,
  type Sight,
  type Soothing,
  type SoothingAct,
  type SoothingStep,
  sootheStep,
  switchedOff,
  switchSoothing,
  takeByHand,
} from './soothing-machine.ts';
import { notRocked, SOOTHING_CALLS } from './soothing-texts.ts';

/** What is kept on disk of one cradle. */
export interface KeptSoothing {
  on: boolean;
  /** `media_player.*`; empty: none. */
  player: string;
  /** What it plays; empty: what it played last. */
  sound: string;
  /** How long it was rocked in which night, in milliseconds. */
  night: string;
  used: number;
  /** The run that went on when this was saved: after a power cut it is stopped, and told of. */
  run: KeptRun | null;
}

/** Milliseconds; `from` since 1970 UTC. */
export interface KeptRun {
  from: number;
  /** The highest level. */
  level: number;
  calmAfter: number | null;
}

const FRESH: KeptSoothing = { on: false, player: '', sound: '', night: '', used: 0, run: null };

/** A message for the broker. */
export interface Publication {
  topic: string;
  payload: string;
  retain: boolean;
  qos: 1;
}

export interface SootherOptions {
  clock: RulesClock;
  kept: Readonly<Record<string, KeptSoothing>>;
  save(kept: Record<string, KeptSoothing>): void;
  publish(publication: Publication): void;
  play(call: PlayerCall): void;
  tell(message: TellOutput | RockableOutput): void;
  /** Keeps a run in the history. */
  store(point: PointMessage): void;
}

interface Cradle {
  kept: KeptSoothing;
  soothing: Soothing;
  heard: Heard;
  settings: SettingValues;
  /** When the motor was last told to rock; milliseconds of the rules' clock. */
  renewedAt: number;
  /** Whether it was last said to be rockable. */
  rockable: boolean;
}

/** Minutes that a parent's press on a phone lets it rock. */
const BY_HAND = 5;

const PLAYER = /^media_player\.[a-z0-9_]{1,100}$/;

/** Soothes any number of cradles. */
export class Soother {
  readonly #options: SootherOptions;
  readonly #cradles = new Map<string, Cradle>();

  constructor(options: SootherOptions) {
    this.#options = options;
  }

  /** The state after a fault is stopped: what rocked when the rules died is told to stop, and said to all. */
  start(): void {
    for (const [uuid, { run }] of Object.entries(this.#options.kept)) {
      const cradle = this.#cradle(uuid);
      cradle.kept = { ...cradle.kept, run: null };
      if (run) {
        this.#command(uuid, { action: 'stop', by: BY_SOOTHING });
        this.#silence(cradle);
        this.#record(uuid, run, 'rules_lost');
        this.#save();
      }
      this.#introduce(uuid, cradle);
    }
  }

  /** Stops whatever rocks: nobody would renew it. It stays on disk as rocking, and is told so again at the next start. */
  stop(): void {
    for (const [uuid, { soothing }] of this.#cradles) {
      if (soothing.run) this.#command(uuid, { action: 'stop', by: BY_SOOTHING });
    }
  }

  /** How many cradles there are, are switched on, and are soothed now. */
  get summary(): { cradles: number; on: number; soothing: number } {
    const all = [...this.#cradles.values()];
    return {
      cradles: all.length,
      on: all.filter(({ kept }) => kept.on).length,
      soothing: all.filter(({ soothing }) => soothing.run !== null).length,
    };
  }

  #now(): number {
    return this.#options.clock.now();
  }

  #cradle(uuid: string): Cradle {
    const known = this.#cradles.get(uuid);
    if (known) return known;
    const now = this.#now();
    const kept = this.#options.kept[uuid] ?? FRESH;
    const off: Soothing = { ...switchedOff(now), night: kept.night, used: kept.used };
    const fresh: Cradle = {
      kept,
      soothing: kept.on ? switchSoothing(off, true, now).state : off,
      heard: hearNothing(now),
      settings: defaultSettings(),
      renewedAt: 0,
      rockable: false,
    };
    this.#cradles.set(uuid, fresh);
    return fresh;
  }

  take(message: RuleMessage): void {
    const { cradle: uuid, kind } = message;
    if (kind === 'command') {
      if (message.payload.action === 'forget') {
        this.#cradles.delete(uuid);
        this.#save();
      } else if (message.payload.action === 'soothing') this.#switch(uuid, message.payload.state);
      else if (message.payload.action === 'soothe') this.#rockFor(uuid, message.payload.by);
      return;
    }
    if (kind === 'settingSet') {
      if (isSoothingOwnSetting(message.setting)) this.#set(uuid, message.setting, message.payload);
      return;
    }
    const isNew = !this.#cradles.has(uuid);
    // Nobody has said that there is such a cradle.
    if (isNew && kind !== 'settings') return;
    const cradle = this.#cradle(uuid);
    if (isNew) this.#introduce(uuid, cradle);
    if (kind === 'settings') {
      cradle.settings = message.payload;
      return;
    }
    if (kind === 'servo') {
      if (message.payload.by !== BY_SOOTHING) this.#takeByHand(uuid, cradle, message.payload.action);
      return;
    }
    cradle.heard = listen(cradle.heard, message, this.#now());
    // What forbids it stops it at once, not at the next look.
    if (cradle.soothing.run) this.#look(uuid, cradle);
  }

  #takeByHand(uuid: string, cradle: Cradle, action: ServoMessage['action']): void {
    const ran = cradle.soothing.run !== null;
    this.#apply(uuid, cradle, takeByHand(cradle.soothing, this.#now()));
    // A renewal may have crossed the parent's stop on its way.
    if (ran && action === 'stop') this.#command(uuid, { action: 'stop', by: BY_SOOTHING });
  }

  /** Lets time pass; once a second. */
  tick(): void {
    for (const [uuid, cradle] of this.#cradles) this.#look(uuid, cradle);
  }

  /** Readings come once a second of the wall clock, whatever the rules' clock. */
  #wall(milliseconds: number): number {
    return milliseconds / this.#options.clock.toWallDuration(1);
  }

  #sight({ heard, settings }: Cradle): Sight {
    return look(heard, settings, this.#now(), { reading: this.#wall(3_000), silence: this.#wall(5_000) });
  }

  /** A parent asks from afar, and does not see the baby: what forbids soothing forbids that, too. */
  #rockFor(uuid: string, by = 'phone'): void {
    const cradle = this.#cradles.get(uuid);
    if (!cradle) return;
    const forbidden = interlock(this.#sight(cradle));
    if (!forbidden) {
      this.#command(uuid, { action: 'start', minutes: BY_HAND, by: by === BY_SOOTHING ? 'phone' : by });
      return;
    }
    this.#options.tell({
      kind: 'tell',
      cradle: uuid,
      tag: 'soothing',
      text: notRocked(forbidden),
      loud: true,
    });
  }

  #look(uuid: string, cradle: Cradle): void {
    const { clock } = this.#options;
    const now = clock.now();
    const sight = this.#sight(cradle);
    const rockable = cradle.heard.motor && cradle.heard.rockedBy === null && interlock(sight) === null;
    if (rockable !== cradle.rockable) {
      cradle.rockable = rockable;
      this.#options.tell({ kind: 'rockable', cradle: uuid, safe: rockable });
    }
    const night = nightOf(clock.wallTime(now));
    const step = sootheStep(cradle.soothing, sight, soothingSettings(cradle.settings), now, night);
    this.#apply(uuid, cradle, step);
    const { run } = cradle.soothing;
    if (run && now - cradle.renewedAt >= this.#wall(RENEW_EVERY)) this.#rock(uuid, cradle, run.level);
  }

  #apply(uuid: string, cradle: Cradle, { state, acts }: SoothingStep): void {
    const before = cradle.soothing;
    cradle.soothing = state;
    const moved =
      state.phase !== before.phase ||
      state.reason !== before.reason ||
      state.run?.level !== before.run?.level;
    if (moved || acts.length > 0) {
      cradle.kept = {
        ...cradle.kept,
        night: state.night,
        used: state.used,
        run: state.run && this.#keptRun(state.run),
      };
      this.#save();
    }
    for (const act of acts) this.#act(uuid, cradle, act);
    if (moved) this.#showState(uuid, cradle);
  }

  #act(uuid: string, cradle: Cradle, act: SoothingAct): void {
    switch (act.kind) {
      case 'rock':
        this.#rock(uuid, cradle, act.level);
        for (const call of soundCalls(cradle.kept, cradle.settings, act.level)) this.#options.play(call);
        return;
      case 'stop':
        this.#command(uuid, { action: 'stop', by: BY_SOOTHING });
        return;
      case 'ended': {
        this.#silence(cradle);
        this.#record(uuid, this.#keptRun(act.run), act.reason);
        return;
      }
      case 'call': {
        const text = SOOTHING_CALLS[act.reason];
        this.#options.tell({ kind: 'tell', cradle: uuid, tag: 'soothing', text, loud: true });
        return;
      }
    }
  }

  #keptRun({ from, highest, calmAfter }: Run): KeptRun {
    return { from: this.#options.clock.wallTime(from).getTime(), level: highest, calmAfter };
  }

  /** Tells of a run that has ended, and keeps it. */
  #record(uuid: string, { from, level, calmAfter }: KeptRun, reason: SoothingReason | null): void {
    const { clock } = this.#options;
    const to = clock.wallTime(this.#now());
    const record: SoothingRun = {
      from: new Date(from).toISOString(),
      to: to.toISOString(),
      calm_after: calmAfter === null ? null : Math.round(calmAfter / 1000),
      level,
      reason,
    };
    this.#publish(cradleTopics(uuid).soothingRun, JSON.stringify(record), false);
    this.#options.store({ kind: 'history_point', cradle: uuid, payload: runPoint(uuid, record) });
  }

  /** Rocks for no longer than it is renewed: when the rules die, the cradle stands still within that time. */
  #rock(uuid: string, cradle: Cradle, level: number): void {
    cradle.renewedAt = this.#now();
    this.#command(uuid, { action: 'start', level, minutes: RENEW_WITHIN / 60_000, by: BY_SOOTHING });
  }

  #command(uuid: string, command: object): void {
    this.#publish(cradleTopics(uuid).servo, JSON.stringify(command), false);
  }

  #silence({ kept }: Cradle): void {
    if (kept.player) this.#options.play(silenceCall(kept.player));
  }

  #switch(uuid: string, value: string): void {
    const cradle = this.#cradles.get(uuid);
    if (!cradle) return;
    const on = value === 'on';
    cradle.kept = { ...cradle.kept, on };
    this.#apply(uuid, cradle, switchSoothing(cradle.soothing, on, this.#now()));
    this.#save();
    this.#showSetting(uuid, cradle, 'soothing');
  }

  #set(uuid: string, name: SoothingOwnSetting, text: string): void {
    const cradle = this.#cradles.get(uuid);
    if (!cradle) return;
    const wrong = {
      soothing: text === 'on' || text === 'off' ? null : 'must be on or off',
      soothing_player:
        text === '' || PLAYER.test(text) ? null : 'must be a media player such as media_player.nursery',
      soothing_sound: text.length <= 200 ? null : 'must have at most 200 characters',
    }[name];
    if (wrong) {
      const reason = `${name} (${JSON.stringify(text.slice(0, 80))}): ${wrong}`;
      this.#publish(cradleTopics(uuid).settingError, JSON.stringify({ setting: name, reason }), false);
    } else if (name === 'soothing') {
      this.#switch(uuid, text);
      return;
    } else {
      cradle.kept = { ...cradle.kept, [name === 'soothing_player' ? 'player' : 'sound']: text };
      this.#save();
    }
    this.#showSetting(uuid, cradle, name);
  }

  #introduce(uuid: string, cradle: Cradle): void {
    for (const name of SOOTHING_OWN_SETTINGS) this.#showSetting(uuid, cradle, name);
    this.#showState(uuid, cradle);
  }

  #showSetting(uuid: string, { kept }: Cradle, name: SoothingOwnSetting): void {
    const value = {
      soothing: kept.on ? 'on' : 'off',
      soothing_player: kept.player,
      soothing_sound: kept.sound,
    };
    this.#publish(cradleTopics(uuid).setting(name), value[name], true);
  }

  #showState(uuid: string, { soothing }: Cradle): void {
    const state: SoothingState = {
      state: soothing.phase,
      level: soothing.run?.level ?? null,
      since: this.#options.clock.wallTime(soothing.since).toISOString(),
      reason: soothing.reason,
    };
    this.#publish(cradleTopics(uuid).soothingState, JSON.stringify(state), true);
  }

  #publish(topic: string, payload: string, retain: boolean): void {
    this.#options.publish({ topic, payload, retain, qos: 1 });
  }

  #save(): void {
    this.#options.save(Object.fromEntries([...this.#cradles].map(([uuid, { kept }]) => [uuid, kept])));
  }
}
