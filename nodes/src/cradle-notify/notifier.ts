import { ALERTS, type AlertCategory } from '@smart-cradle/protocol/alerts';
import type { Language, Localized } from '@smart-cradle/protocol/language';
import type { CommandMessage } from '@smart-cradle/protocol/messages';
import type { RecipientState } from '@smart-cradle/protocol/recipients';
import type { TestAlarmReport } from '@smart-cradle/protocol/reports';
import type { TestOutput } from '../shared/flow-message.ts';
import type { EventOutput } from '../shared/rule-message.ts';
import type { TellOutput } from '../shared/tell-message.ts';
import { audience, morningOf, stepCount } from './audience.ts';
import { mailLetter, pushLetter, type Sending } from './letters.ts';
import { clearing, type Notification, news, notificationOf } from './notification.ts';
import { type Letter, Outbox, type OutboxStep } from './outbox.ts';
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
  send(letter: Letter): void;
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

const NO_MAIL = 'email is on, but Home Assistant has no mail service';

/** Events that tell of a cause that lasts; each tells at least as many as the one before. */
const CALLS = new Set(['raised', 'reminded', 'returned']);

/** Tells the right people, and knows who was told. Everything that time does is done by {@link pass}. */
export class Notifier {
  readonly #options: NotifierOptions;
  readonly #outbox = new Outbox();
  readonly #names = new Map<string, string>();
  readonly #codes: Map<string, ShownCode>;
  readonly #told: Map<string, Set<string>>;
  /** The last call of each alert that lasts: what the next in order is told when nobody can be. */
  readonly #calls = new Map<string, { event: EventOutput; at: number; step: number }>();
  readonly #tests: TestAlarms;
  /** Letters that a phone may confirm, by their id. */
  readonly #confirmable = new Map<string, Letter>();
  readonly #states = new Map<string, RecipientState>();
  /** Recipients who want mail that nobody can send. */
  readonly #withoutMail = new Set<string>();
  #book: Book;
  #services: NotifyServices | undefined;

  constructor(options: NotifierOptions) {
    this.#options = options;
    this.#tests = new TestAlarms(() => new Date(options.now()), options.showTest);
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
    return this.#services;
  }

  get waiting(): number {
    return this.#outbox.waiting;
  }

  /** Recipients whose last letter was refused, or whose service is gone. */
  get failing(): Member[] {
    return this.#book.members.filter(({ id }) =>
      ['failed', 'missing'].includes(this.#states.get(id)?.state ?? ''),
    );
  }

  /** Says everything that stands on retained topics. */
  start(): void {
    this.#options.showBook(this.#book);
    for (const [cradle, code] of this.#codes) this.#options.showCode(cradle, code);
    for (const { id } of this.#book.members) this.#setState(id, 'unknown', null);
  }

  setName(cradle: string, name: string): void {
    const isNew = !this.#names.has(cradle);
    this.#names.set(cradle, name);
    if (!isNew) return;
    this.#tests.introduce(cradle);
    this.#options.showCode(cradle, this.#codes.get(cradle) ?? null);
  }

  /** Whether Home Assistant is there; its services are asked for anew when it comes back. */
  setConnected(connected: boolean): void {
    this.#apply(this.#outbox.setReady(connected && this.#services !== undefined, this.#options.now()));
  }

  setServices(services: NotifyServices): void {
    this.#services = services;
    this.#changeBook(joinPhones(this.#book, services.phones, this.#options.language));
    for (const member of this.#book.members) {
      const state = this.#states.get(member.id)?.state;
      const gone = member.kind === 'companion_app' && !services.services.has(member.target);
      if (gone && state !== 'missing') this.#setState(member.id, 'missing', 'its notify service is gone');
      if (!gone && state === 'missing') this.#setState(member.id, 'unknown', null);
    }
    this.#apply(this.#outbox.setReady(true, this.#options.now()));
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
      // What can wait until morning is told once.
      if (event.alert.severity === 'quiet' && event_type !== 'raised') return;
      const step = Math.max(event.told, this.#calls.get(about)?.step ?? 1);
      this.#calls.set(about, { event, at: this.#options.now(), step });
      this.#tell(about, event, step);
      return;
    }
    this.#outbox.drop(about);
    const told = this.#book.members.filter(({ id }) => this.#told.get(about)?.has(id));
    for (const member of told) {
      this.#push(member, clearing(cradle, type), { clears: true, about: null });
      const notification = notificationOf(event, this.#nameOf(cradle), this.#manner(member));
      if (notification) this.#push(member, notification, { about: null });
    }
    if (event_type !== 'resolved') return;
    this.#calls.delete(about);
    if (this.#told.delete(about)) this.#save();
  }

  /** Tells everybody who is due at this step, but those who have it already. */
  #tell(about: string, event: EventOutput, step: number, have: readonly Member[] = []): void {
    const { cradle } = event;
    const category = this.#category(event);
    const members = audience(this.#book.members, category, step).filter((member) => !have.includes(member));
    const notBefore =
      event.alert.severity === 'quiet' ? morningOf(new Date(this.#options.now())).getTime() : 0;
    const told = this.#told.get(about) ?? new Set<string>();
    this.#told.set(about, new Set([...told, ...members.map(({ id }) => id)]));
    // On disk before anybody rings: whoever is told can be told, too, that it is over.
    this.#save();
    for (const member of members) {
      const notification = notificationOf(event, this.#nameOf(cradle), this.#manner(member));
      if (!notification) continue;
      this.#push(member, notification, { about, notBefore });
      if (event.payload.event_type === 'raised') this.#mail(member, notification, { about, notBefore });
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

  #manner({ settings }: Member) {
    return { language: settings.language, critical: settings.critical === 'ON' };
  }

  #push(member: Member, notification: Notification, sending: Omit<Sending, 'id'>): void {
    const letter = pushLetter(member, notification, { ...sending, id: this.#options.id() }, this.#services);
    if (letter) this.#post(letter);
  }

  #mail(member: Member, notification: Notification, sending: Omit<Sending, 'id'>): void {
    const letter = mailLetter(member, notification, { ...sending, id: this.#options.id() }, this.#services);
    if (letter === 'no_service') {
      this.#withoutMail.add(member.id);
      this.#setState(member.id, 'failed', NO_MAIL);
      return;
    }
    this.#withoutMail.delete(member.id);
    if (letter) this.#post(letter);
  }

  #post(letter: Letter): void {
    this.#apply(this.#outbox.post(letter, this.#options.now()));
  }

  #apply({ send, failed }: OutboxStep): void {
    for (const letter of send) this.#options.send(letter);
    for (const { letter, reason } of failed) this.#giveUp(letter, reason);
  }

  #test(event: TestOutput): void {
    const { cradle } = event;
    const members = this.#book.members.filter(
      ({ settings }) => settings.push === 'ON' || settings.email === 'ON',
    );
    this.#tests.begin(cradle, members);
    for (const member of members) {
      const notification = notificationOf(event, this.#nameOf(cradle), this.#manner(member));
      if (!notification) continue;
      this.#push(member, notification, { about: `${cradle}|test` });
      this.#mail(member, notification, { about: `${cradle}|test` });
    }
  }

  /** Home Assistant took a letter. */
  accepted(id: string): void {
    const letter = this.#outbox.accepted(id);
    if (!letter) return;
    this.#confirmable.set(id, letter);
    if (this.#confirmable.size > 200) {
      const [oldest] = this.#confirmable.keys();
      if (oldest !== undefined) this.#confirmable.delete(oldest);
    }
    // The push went well, the mail that was wanted, too, did not.
    if (this.#withoutMail.has(letter.to)) this.#setState(letter.to, 'failed', NO_MAIL);
    else this.#setState(letter.to, 'sent', null);
    this.#tests.note(letter, 'sent', null);
  }

  /** Home Assistant refused it. */
  refused(id: string, reason: string): void {
    this.#apply(this.#outbox.refused(id, reason.slice(0, 300), this.#options.now()));
  }

  /** A phone says that it has it. */
  confirmed(id: string): void {
    const letter = this.#confirmable.get(id);
    if (!letter) return;
    this.#confirmable.delete(id);
    this.#setState(letter.to, 'delivered', null);
    this.#tests.note(letter, 'delivered', null);
  }

  /** Somebody cannot be told: it shows, and the next in order is told in their place. */
  #giveUp(letter: Letter, reason: string): void {
    this.#setState(letter.to, 'failed', reason);
    this.#tests.note(letter, 'failed', reason);
    const last = letter.about === null ? undefined : this.#calls.get(letter.about);
    if (!last || letter.about === null) return;
    const category = this.#category(last.event);
    const due = audience(this.#book.members, category, last.step);
    const allFailed = due.every(({ id }) => this.#states.get(id)?.state === 'failed');
    if (!allFailed || last.step >= stepCount(this.#book.members, category)) return;
    const step = last.step + 1;
    this.#calls.set(letter.about, { ...last, step });
    const late = (this.#options.now() - last.at) / 1000;
    const payload = { ...last.event.payload, duration: (last.event.payload.duration ?? 0) + late };
    this.#tell(letter.about, { ...last.event, payload }, step, due);
  }

  #setState(id: string, state: RecipientState['state'], reason: string | null): void {
    const at = state === 'unknown' ? null : new Date(this.#options.now()).toISOString();
    const next = { state, at, reason };
    this.#states.set(id, next);
    this.#options.showState(id, next);
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
    if (!this.#services?.services.has(target)) return false;
    this.#join(target, name);
    return true;
  }

  #join(target: string, name: string | undefined): void {
    const isNew = memberOf(this.#book, target) === undefined;
    this.#changeBook(join(this.#book, target, name, this.#options.language));
    const member = memberOf(this.#book, target);
    if (isNew && member) this.#setState(member.id, 'unknown', null);
    if (member) this.#announce(member, TEXTS.joined);
  }

  /** Those who are told already hear who else is. */
  #announce(about: Member, text: Localized): void {
    for (const member of this.#book.members) {
      const { language } = member.settings;
      const message = language === 'ko' ? `${about.name}${text.ko}` : `${about.name} ${text.en}`;
      const tag = `smart-cradle-recipient-${about.id}`;
      this.#push(member, news(tag, TEXTS.title[language], message, false), { about: null });
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
    for (const { id } of book.members) if (!before.has(id)) this.#setState(id, 'unknown', null);
  }

  /** Says something of the monitor itself to everybody: quietly, or so that it is heard. */
  tellAll({ cradle, tag, text, loud }: TellOutput): void {
    for (const member of this.#book.members) {
      const message = text[member.settings.language];
      const notification = news(`smart-cradle-${cradle}-${tag}`, this.#nameOf(cradle), message, loud);
      this.#push(member, notification, { about: null });
    }
  }

  /** Lets time pass. @returns milliseconds since 1970 UTC at which it must be called again; null: not by itself. */
  pass(): number | null {
    const now = this.#options.now();
    for (const [cradle, { expiresAt }] of [...this.#codes]) {
      if (expiresAt <= now) this.#showCode(cradle, false);
    }
    this.#apply(this.#outbox.pass(now));
    const moments = [...this.#codes.values()].map(({ expiresAt }) => expiresAt);
    const next = this.#outbox.next();
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
