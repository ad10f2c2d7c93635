import type { Language, Localized } from '@smart-cradle/protocol/language';
import type { Connection } from 'home-assistant-js-websocket';
import type { SetUpStep } from './set-up-step.ts';

interface Resource {
  id: string;
  type: string;
  url: string;
}

interface Dashboard {
  id: string;
  url_path: string;
}

/** Where the dashboard stands: `/smart-cradle`. */
export const DASHBOARD_PATH = 'smart-cradle';
const TITLE: Localized = { en: 'Cradle', ko: '요람' };

/**
 * The cards as a resource of the dashboards.
 * @param file the address of the entry, such as `/local/smart-cradle/smart-cradle-cards.js`
 * @param version changes with the file, so that no browser goes on with an old one
 */
export function cardResource(connection: Connection, file: string, version: string): SetUpStep {
  const url = `${file}?v=${version}`;
  const find = async () => {
    const resources = await connection.sendMessagePromise<Resource[]>({ type: 'lovelace/resources' });
    return resources.find((resource) => resource.url.split('?')[0] === file);
  };
  return {
    change: {
      en: `The cards are added to the resources of the dashboards: ${file}`,
      ko: `대시보드 리소스에 카드를 추가합니다: ${file}`,
    },
    isNeeded: async () => (await find())?.url !== url,
    async make() {
      const found = await find();
      await connection.sendMessagePromise(
        found
          ? { type: 'lovelace/resources/update', resource_id: found.id, res_type: 'module', url }
          : { type: 'lovelace/resources/create', res_type: 'module', url },
      );
    },
  };
}

/** The dashboard, once: what the user makes of it afterwards stays. */
export function cradleDashboard(connection: Connection, language: Language): SetUpStep {
  const find = async () => {
    const dashboards = await connection.sendMessagePromise<Dashboard[]>({ type: 'lovelace/dashboards/list' });
    return dashboards.find((dashboard) => dashboard.url_path === DASHBOARD_PATH);
  };
  return {
    change: {
      en: `A dashboard "${TITLE[language]}" is added to the sidebar, for every user.`,
      ko: `모든 사용자의 사이드바에 대시보드 "${TITLE[language]}"를 추가합니다.`,
    },
    isNeeded: async () => (await find()) === undefined,
    async make() {
      await connection.sendMessagePromise({
        type: 'lovelace/dashboards/create',
        url_path: DASHBOARD_PATH,
        title: TITLE[language],
        icon: 'mdi:cradle',
        show_in_sidebar: true,
        require_admin: false,
      });
      await connection.sendMessagePromise({
        type: 'lovelace/config/save',
        url_path: DASHBOARD_PATH,
        // The strategy finds the cradles itself, so that new ones appear; 'Take control' turns it into cards to arrange.
        config: { strategy: { type: 'custom:smart-cradle' } },
      });
    },
  };
}
