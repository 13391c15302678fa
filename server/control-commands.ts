/** Everything that a control page, or a program over HTTP, can command: each feature brings its own. */
import { Rules } from './broadcasts/question-rules.ts';
import type { Captions } from './captions/captions.ts';
import { captionCommands } from './captions/commands.ts';
import { moderationCommands } from './moderation/commands.ts';
import { searchCommands } from './moderation/search-commands.ts';
import { textCommands } from './moderation/text-commands.ts';
import { voteHandlers } from './moderation/vote-commands.ts';
import { type ControlParts, controlHandlers } from './on-air/control-room.ts';
import { runCommands } from './on-air/run-commands.ts';
import type { ShowRun } from './on-air/show-run.ts';
import type { Changes } from './platform/changes.ts';
import type { SimilarQuestions } from './questions/similar.ts';
import type { VoteTally } from './questions/votes.ts';
import { rundownCommands } from './rundown/commands.ts';
import { RundownEditor } from './rundown/editor.ts';
import { stageHandlers } from './stage/commands.ts';
import type { Stage } from './stage/stage.ts';

export interface CommandParts extends ControlParts {
  changes: Changes;
  similar: SimilarQuestions;
  tally: VoteTally;
  captions: Captions;
  stage: Stage;
  run: ShowRun;
}

export function allCommands(parts: CommandParts) {
  const { door, changes, outbox, claims, liveView, program, similar, tally, captions, stage, run } = parts;
  const editor = new RundownEditor(changes, liveView, (change, before, after) =>
    program.nextChanged(change, before, after),
  );
  return {
    ...moderationCommands(door, { changes, outbox, claims, rules: new Rules(changes, liveView) }),
    ...searchCommands(door, similar),
    ...voteHandlers(door, changes, tally),
    ...textCommands(door, changes),
    ...captionCommands(door, captions),
    ...rundownCommands(door, editor),
    ...stageHandlers(door, stage),
    ...runCommands(door, run),
    ...controlHandlers(parts),
  };
}
