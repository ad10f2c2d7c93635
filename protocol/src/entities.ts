import { agentOnlyComponents, clipComponents } from './agent-entities.ts';
import { alertComponents } from './alert-entities.ts';
import { careComponents } from './care.ts';
import { type DeviceDiscovery, ORIGINS } from './discovery.ts';
import { type AgentIdentity, type CradleIdentity, HEARTBEAT_EXPIRE_AFTER } from './entity-identity.ts';
import type { Language, Localized } from './language.ts';
import { readingComponents } from './reading-entities.ts';
import { reportComponents } from './reports.ts';
import { settingComponents } from './setting-entities.ts';
import { soothingComponents } from './soothing.ts';
import { statisticComponents } from './statistics.ts';
import { houseTopics } from './topics.ts';

/** The agent's discovery payload. */
export function agentDiscovery(agent: AgentIdentity): DeviceDiscovery {
  return {
    device: {
      identifiers: [agent.uuid],
      name: agent.name,
      manufacturer: 'Smart Cradle',
      model: agent.simulated ? 'Smart Cradle (SIMULATED)' : 'Smart Cradle',
      sw_version: agent.version,
      serial_number: agent.uuid,
      ...(agent.area ? { suggested_area: agent.area } : {}),
    },
    origin: { name: ORIGINS.agent, sw_version: agent.version },
    components: {
      ...readingComponents(agent, 'agent'),
      ...agentOnlyComponents(agent),
      ...clipComponents(agent),
      ...settingComponents(agent, 'agent'),
    },
  };
}

/** What the rules publish on the agent's topic for a cradle that speaks only the original protocol. */
export function originalDiscovery(cradle: CradleIdentity, version: string): DeviceDiscovery {
  return {
    device: { identifiers: [cradle.uuid], name: cradle.name },
    origin: { name: ORIGINS.rules, sw_version: version },
    components: readingComponents(cradle, 'original'),
  };
}

/** The rules' discovery payload for one cradle: alerts, reports, statistics, care log, their settings. */
export function rulesDiscovery(cradle: CradleIdentity, version: string): DeviceDiscovery {
  return {
    device: { identifiers: [cradle.uuid], name: cradle.name },
    origin: { name: ORIGINS.rules, sw_version: version },
    components: {
      ...alertComponents(cradle),
      ...reportComponents(cradle),
      ...soothingComponents(cradle),
      ...statisticComponents(cradle),
      ...careComponents(cradle),
      ...settingComponents(cradle, 'rules'),
    },
  };
}

/** The house's own device: whether the rules live. No availability topic, so that it goes unavailable by itself. */
export function houseDiscovery(language: Language, version: string): DeviceDiscovery {
  const name: Localized = { en: 'Smart Cradle rules', ko: '스마트 요람 규칙' };
  return {
    device: { identifiers: ['smart-cradle-rules'], name: name[language], manufacturer: 'Smart Cradle' },
    origin: { name: ORIGINS.rules, sw_version: version },
    components: {
      rules: {
        platform: 'binary_sensor',
        unique_id: 'smart_cradle_rules',
        default_entity_id: 'binary_sensor.smart_cradle_rules',
        name: null,
        state_topic: houseTopics.rulesHeartbeat,
        value_template: 'ON',
        device_class: 'connectivity',
        expire_after: HEARTBEAT_EXPIRE_AFTER,
      },
    },
  };
}
