import { Command, InvalidArgumentError } from 'commander';
import { loadScenario, truthAt } from './scenario.ts';
import { createSimulationClock, type SimulationClock } from './simulation-clock.ts';
import type { Truth } from './truth.ts';

interface ScenarioOptions {
  scenario?: string;
  startedAt: Date;
  speed: number;
  folder?: string;
}

/** What the three programs of the simulator have in common. */
export function simulatorCommand(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .option('--scenario <file>', 'YAML file that says what the baby does')
    .option('--started-at <time>', 'when the scenario began, ISO 8601', instant, new Date())
    .option('--speed <factor>', 'times faster than life, 1 to 4', speed, 1)
    .option('--folder <folder>', 'plays the recordings of this folder instead of a scenario');
}

/** How the simulated bed is now, and the scenario's second. */
export interface Bed {
  now: SimulationClock;
  truth(): Truth;
}

export function createBed({ scenario, startedAt, speed }: ScenarioOptions): Bed {
  const story = loadScenario(scenario);
  const now = createSimulationClock(startedAt, speed);
  return { now, truth: () => truthAt(story, now()) };
}

function instant(text: string): Date {
  const date = new Date(text);
  if (Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('It must be a time such as 2026-01-31T20:00:00Z.');
  return date;
}

function speed(text: string): number {
  const value = Number(text);
  if (!(value >= 1 && value <= 4)) throw new InvalidArgumentError('It must be a number from 1 to 4.');
  return value;
}
