/** How questions are taken: theme windows by hand and by schedule, and whether they are moderated before they are published. */
import type { QuestionPolicy, QuestionRules, ThemeSchedule, ThemeWindow } from '../contract/index.ts';
import type { Change, Changes, Doer } from '../platform/changes.ts';
import type { LiveView } from './live-view.ts';
import { changeTheme, loadQuestionRules, savePolicy } from './theme-store.ts';

export class Rules {
  readonly #changes: Changes;
  readonly #liveView: LiveView;

  constructor(changes: Changes, liveView: LiveView) {
    this.#changes = changes;
    this.#liveView = liveView;
  }

  /** By hand, or (null) by the schedule again. @throws Refusal `notFound` */
  setWindow(broadcastId: string, doer: Doer, themeId: string, window: ThemeWindow | null): Promise<QuestionRules> {
    return this.#changes.run(broadcastId, async (change) => {
      const title = await changeTheme(change, themeId, { window });
      change.audit(doer, `theme.${window ?? 'bySchedule'}`, title.fr, themeId);
      return this.#tell(change);
    });
  }

  /** @throws Refusal `notFound` */
  setSchedule(broadcastId: string, doer: Doer, themeId: string, schedule: ThemeSchedule): Promise<QuestionRules> {
    return this.#changes.run(broadcastId, async (change) => {
      const title = await changeTheme(change, themeId, schedule);
      change.audit(doer, 'theme.schedule', title.fr, themeId);
      return this.#tell(change);
    });
  }

  /** For questions from now on; what waits goes on waiting. */
  setPolicy(broadcastId: string, doer: Doer, policy: QuestionPolicy): Promise<QuestionRules> {
    return this.#changes.run(broadcastId, async (change) => {
      await savePolicy(change, policy);
      change.audit(doer, `questions.${policy}`);
      return this.#tell(change);
    });
  }

  /** To the control room, and every page's themes with it. */
  async #tell(change: Change): Promise<QuestionRules> {
    const rules = await loadQuestionRules(change.tx, change.broadcastId);
    change.control({ type: 'questionRules', rules });
    await this.#liveView.publish(change);
    return rules;
  }
}
