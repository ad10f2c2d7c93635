import { ALERTS, type AlertCategory } from '@smart-cradle/protocol/alerts';
import type { Language, Localized } from '@smart-cradle/protocol/language';
import type { CommandMessage } from '@smart-cradle/protocol/messages';
import type { RecipientState } from '@smart-cradle/protocol/recipients';
import type { TestAlarmReport } from '@smart-cradle/protocol/reports';
import type { TestOutput } from '../shared/flow-message.ts';
import type { EventOutput } from '../shared/rule-message.ts';
import type { TellOutput } from '../shared/tell-message.ts';
import { audience, morningOf, stepCount } from './audience.ts';
import { Delivery } from './delivery.ts';
import type { Writing } from './letters.ts';
import { clearing, news, notificationOf } from './notification.ts';
import type { Letter, SentLetter } from './outbox.ts';
import { PAIRING_LIMIT, type ShownCode, scannedCradle } from './pairing.ts';
import {
  type Book,
  changeSetting,
  join,
  joinPhones,
  leave,
  type Member,
  memberOf,
  type NotifyServices,
} from './recipients.ts';
import { TestAlarms } from './test-report.ts';

/** What is kept on disk. */
export interface Kept {
  book: Book;
  codes: Record<string, ShownCode>;
  /** Who was told of each alert that lasts, by `{cradle}|{type}`. */
  told: Record<string, string[]>;
}

export interface NotifierOptions {
  language: Language;
  kept: Kept | undefined;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** A new random id. */
  id(): string;
  save(kept: Kept): void;
  send(letter: SentLetter): void;
  /** What became of the last letter to a recipient. */
  showState(id: string, state: RecipientState): void;
  /** The list of recipients or their settings have changed. */
  showBook(book: Book): void;
  showCode(cradle: string, code: ShownCode | null): void;
  showTest(cradle: string, report: TestAlarmReport): void;
}

const TEXTS = {
  title: { en: 'Smart Cradle', ko: '스마트 요람' },
  joined: { en: 'is now told of alerts', ko: '님이 이제 알림을 받습니다' },
  left: { en: 'is no longer told of alerts', ko: '님이 더는 알림을 받지 않습니다' },
} as const satisfies Record<string, Localized>;

/** Milliseconds after which the newest picture of a cradle is not one of the moment. */
const PICTURE_AGE = 10_000;

/** Events that tell of a cause that lasts; each tells at least as many as the one before. */
const CALLS = new Set(['raised', 'reminded', 'returned']);

/** Tells the right people, and knows who was told. Everything that time does is done by {@link pass}. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #delivery: Delivery;
  readonly #names = new Map<string, string>();
  readonly #codes: Map<string, ShownCode>;
  readonly #told: Map<string, Set<string>>;
  /** The last call of each alert that lasts: what the next in order is told when nobody can be. */
  readonly #calls = new Map<string, { event: EventOutput; at: number; step: number }>();
  readonly #tests: TestAlarms;
  /** When the newest picture of each cradle came. */
  readonly #pictures = new Map<string, number>();
  /** Cradles that may be rocked now. */
  readonly #rockable = new Set<string>();
  #book: Book;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#tests = new TestAlarms(() => new Date(options.now()), options.showTest);
    this.#delivery = new Delivery({
      ...options,
      note: (letter, result, reason) => {
        this.#tests.note(letter, result, reason);
        if (result === 'failed') this.#tellNext(letter);
      },
    });
    this.#book = options.kept?.book ?? { members: [], left: [] };
    this.#codes = new Map(Object.entries(options.kept?.codes ?? {}));
    this.#told = new Map(
      Object.entries(options.kept?.told ?? {}).map(([about, ids]) => [about, new Set(ids)]),
    );
  }

  get book(): Book {
    return this.#book;
  }

  /** undefined: Home Assistant has not said what it can tell with. */
  get services(): NotifyServices | undefined {
    return this.#delivery.services;
  }

  get waiting(): number {
    return this.#delivery.waiting;
  }

  /** Recipients whose last letter was refused, or whose service is gone. */
  get failing(): Member[] {
    return this.#book.members.filter(({ id }) =>
      ['failed', 'missing'].includes(this.#delivery.stateOf(id) ?? ''),
    );
  }

  /** Says everything that stands on retained topics. */
  start(): void {
    this.#options.showBook(this.#book);
    for (const [cradle, code] of this.#codes) this.#options.showCode(cradle, code);
    for (const { id } of this.#book.members) this.#delivery.setState(id, 'unknown', null);
  }

  setName(cradle: string, name: string): void {
    const isNew = !this.#names.has(cradle);
    this.#names.set(cradle, name);
    if (!isNew) return;
    this.#tests.introduce(cradle);
    this.#options.showCode(cradle, this.#codes.get(cradle) ?? null);
  }

  /** A picture of a cradle has come. */
  seePicture(cradle: string): void {
    this.#pictures.set(cradle, this.#options.now());
  }

  setRockable(cradle: string, safe: boolean): void {
    if (safe) this.#rockable.add(cradle);
    else this.#rockable.delete(cradle);
  }

  /** Whether Home Assistant is there. */
  setConnected(connected: boolean): void {
    this.#delivery.setConnected(connected);
  }

  setServices(services: NotifyServices): void {
    this.#delivery.setServices(services);
    this.#changeBook(joinPhones(this.#book, services.phones, this.#options.language));
    this.#delivery.open(this.#book.members);
  }

  /** Something happened to an alert, or somebody asked for a test. */
  take(event: EventOutput | TestOutput): void {
    if (event.alert === null) this.#test(event);
    else this.#takeAlert(event);
  }

  #takeAlert(event: EventOutput): void {
    const { cradle } = event;
    const { event_type, type } = event.payload;
    if (type === null) return;
    const about = `${cradle}|${type}`;
    if (CALLS.has(event_type)) {
      // What can wait until morning is told once; after a restart nobody knows whether it still waited.
      if (event.alert.severity === 'quiet' && event_type !== 'raised' && this.#calls.has(about)) return;
      const step = Math.max(event.told, this.#calls.get(about)?.step ?? 1);
      this.#calls.set(about, { event, at: this.#options.now(), step });
      this.#tell(about, event, step);
      return;
    }
    this.#delivery.drop(about);
    const told = this.#book.members.filter(({ id }) => this.#told.get(about)?.has(id));
    for (const member of told) {
      this.#delivery.push(member, () => clearing(cradle, type), { clears: true, about: null });
      const write = this.#writing(event, member);
      if (write) this.#delivery.push(member, write, { about: null });
    }
    if (event_type !== 'resolved') return;
    this.#calls.delete(about);
    if (this.#told.delete(about)) this.#save();
  }

  /** Tells everybody who is due at this step, but those who have it already. */
  #tell(about: string, event: EventOutput, step: number, have: readonly Member[] = []): void {
    const category = this.#category(event);
    const members = audience(this.#book.members, category, step).filter((member) => !have.includes(member));
    const notBefore =
      event.alert.severity === 'quiet' ? morningOf(new Date(this.#options.now())).getTime() : 0;
    const told = this.#told.get(about) ?? new Set<string>();
    this.#told.set(about, new Set([...told, ...members.map(({ id }) => id)]));
    // On disk before anybody rings: whoever is told can be told, too, that it is over.
    this.#save();
    for (const member of members) {
      const write = this.#writing(event, member);
      if (!write) continue;
      this.#delivery.push(member, write, { about, notBefore });
      const first = event.payload.event_type === 'raised' || event.alert.severity === 'quiet';
      if (first) this.#delivery.mail(member, write, { about, notBefore });
    }
  }

  #category(event: EventOutput): AlertCategory {
    const { type } = event.payload;
    return type === null ? 'care' : ALERTS[type].category;
  }

  #nameOf(cradle: string): string {
    const house = TEXTS.title[this.#options.language];
    return this.#names.get(cradle) ?? (cradle === 'house' ? house : cradle);
  }

  /** What a recipient reads of an event, whenever it is sent; undefined: nothing. */
  #writing(event: EventOutput | TestOutput, { settings }: Member): Writing | undefined {
    const { cradle } = event;
    const at = this.#options.now();
    const name = this.#nameOf(cradle);
    const pictured = at - (this.#pictures.get(cradle) ?? Number.NEGATIVE_INFINITY) <= PICTURE_AGE;
    const rockable = this.#rockable.has(cradle);
    const manner = { language: settings.language, critical: settings.critical === 'ON' };
    const write = (now: number) =>
      notificationOf(event, { name, pictured, rockable, late: (now - at) / 1000 }, manner);
    const first = write(at);
    return first && ((now) => write(now) ?? first);
  }

  #test(event: TestOutput): void {
    const { cradle } = event;
    const members = this.#book.members.filter(
      ({ settings }) => settings.push === 'ON' || settings.email === 'ON',
    );
    this.#tests.begin(cradle, members);
    for (const member of members) {
      const write = this.#writing(event, member);
      if (!write) continue;
      this.#delivery.push(member, write, { about: `${cradle}|test` });
      this.#delivery.mail(member, write, { about: `${cradle}|test` });
    }
  }

  /** Home Assistant took a letter. */
  accepted(id: string): void {
    this.#delivery.accepted(id);
  }

  /** Home Assistant refused it. */
  refused(id: string, reason: string): void {
    this.#delivery.refused(id, reason);
  }

  /** A phone says that it has it. */
  confirmed(id: string): void {
    this.#delivery.confirmed(id);
  }

  /** Somebody cannot be told: the next in order is told in their place. */
  #tellNext(letter: Letter): void {
    const last = letter.about === null ? undefined : this.#calls.get(letter.about);
    if (!last || letter.about === null) return;
    const category = this.#category(last.event);
    const due = audience(this.#book.members, category, last.step);
    const allFailed = due.every(({ id }) => this.#delivery.stateOf(id) === 'failed');
    if (!allFailed || last.step >= stepCount(this.#book.members, category)) return;
    const step = last.step + 1;
    this.#calls.set(letter.about, { ...last, step });
    const late = (this.#options.now() - last.at) / 1000;
    const payload = { ...last.event.payload, duration: (last.event.payload.duration ?? 0) + late };
    this.#tell(letter.about, { ...last.event, payload }, step, due);
  }

  /** What somebody asks concerning the recipients. */
  command(cradle: string, command: CommandMessage): void {
    switch (command.action) {
      case 'pair':
        this.#showCode(cradle, command.state !== 'off');
        return;
      case 'join':
        this.#join(command.target, command.name);
        return;
      case 'leave': {
        const member = this.#book.members.find(({ id }) => id === command.recipient);
        if (!member) return;
        this.#changeBook(leave(this.#book, member.id));
        this.#announce(member, TEXTS.left);
        return;
      }
      case 'forget':
        this.#codes.delete(cradle);
        this.#names.delete(cradle);
        this.#tests.forget(cradle);
        this.#pictures.delete(cradle);
        this.#rockable.delete(cradle);
        for (const about of [...this.#told.keys()]) {
          if (about.startsWith(`${cradle}|`)) this.#told.delete(about);
        }
        this.#save();
        return;
    }
  }

  #showCode(cradle: string, shown: boolean): void {
    const code = shown ? { tag: this.#options.id(), expiresAt: this.#options.now() + PAIRING_LIMIT } : null;
    if (code) this.#codes.set(cradle, code);
    else this.#codes.delete(cradle);
    this.#save();
    this.#options.showCode(cradle, code);
  }

  /** Whether somebody has scanned a code that is shown now. */
  isShown(tag: string): boolean {
    return scannedCradle(this.#codes, tag, this.#options.now()) !== undefined;
  }

  /** A phone that has scanned a code. @returns false: Home Assistant has no notify service for it. */
  joinPhone(service: string, name: string): boolean {
    const target = `notify.mobile_app_${service}`;
    if (!this.services?.services.has(target)) return false;
    this.#join(target, name);
    return true;
  }

  #join(target: string, name: string | undefined): void {
    const isNew = memberOf(this.#book, target) === undefined;
    this.#changeBook(join(this.#book, target, name, this.#options.language));
    const member = memberOf(this.#book, target);
    if (isNew && member) this.#delivery.setState(member.id, 'unknown', null);
    if (member) this.#announce(member, TEXTS.joined);
  }

  /** Those who are told already hear who else is. */
  #announce(about: Member, text: Localized): void {
    for (const member of this.#book.members) {
      const { language } = member.settings;
      const message = language === 'ko' ? `${about.name}${text.ko}` : `${about.name} ${text.en}`;
      const tag = `smart-cradle-recipient-${about.id}`;
      this.#delivery.push(member, () => news(tag, TEXTS.title[language], message, false), { about: null });
    }
  }

  /** A value on a setting's topic. @returns a sentence when it is refused. */
  set(id: string, name: string, text: string): string | undefined {
    const changed = changeSetting(this.#book, id, name, text);
    if ('reason' in changed) {
      this.#options.showBook(this.#book);
      return changed.reason;
    }
    this.#changeBook(changed.book);
    return undefined;
  }

  #changeBook(book: Book): void {
    if (book === this.#book) return;
    const before = new Set(this.#book.members.map(({ id }) => id));
    this.#book = book;
    this.#save();
    this.#options.showBook(book);
    for (const { id } of book.members) if (!before.has(id)) this.#delivery.setState(id, 'unknown', null);
  }

  /** Says something of the monitor itself to everybody: quietly, or so that it is heard. */
  tellAll({ cradle, tag, text, loud }: TellOutput): void {
    for (const member of this.#book.members) {
      const message = text[member.settings.language];
      const notification = news(`smart-cradle-${cradle}-${tag}`, this.#nameOf(cradle), message, loud);
      this.#delivery.push(member, () => notification, { about: null });
    }
  }

  /** Lets time pass. @returns milliseconds since 1970 UTC at which it must be called again; null: not by itself. */
  pass(): number | null {
    const now = this.#options.now();
    for (const [cradle, { expiresAt }] of [...this.#codes]) {
      if (expiresAt <= now) this.#showCode(cradle, false);
    }
    const next = this.#delivery.pass();
    const moments = [...this.#codes.values()].map(({ expiresAt }) => expiresAt);
    if (next !== null) moments.push(next);
    return moments.length > 0 ? Math.min(...moments) : null;
  }

  #save(): void {
    this.#options.save({
      book: this.#book,
      codes: Object.fromEntries(this.#codes),
      told: Object.fromEntries([...this.#told].map(([about, ids]) => [about, [...ids]])),
    });
  }
}
