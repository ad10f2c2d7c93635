import { type Language, languageOf } from '@smart-cradle/protocol/language';
import { createRulesClock, type RulesClock } from './rules-clock.ts';

/** The language of the house: what alerts are written in. */
export function houseLanguage(environment: NodeJS.ProcessEnv = process.env): Language {
  return languageOf(environment.SMART_CRADLE_LANGUAGE ?? environment.LANG);
}

/** The clock of all rules of this process. In a simulation SMART_CRADLE_SPEED, 1 to 4, makes it run faster. */
export function rulesClock(environment: NodeJS.ProcessEnv = process.env): RulesClock {
  const text = environment.SMART_CRADLE_SPEED ?? '1';
  const speed = Number(text);
  if (!(speed >= 1 && speed <= 4)) {
    throw new Error(`SMART_CRADLE_SPEED (${JSON.stringify(text)}): must be a number from 1 to 4`);
  }
  return createRulesClock(speed);
}
