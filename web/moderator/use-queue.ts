import type { StaffQuestion } from '@antenne/server/contract';
import { useEffect, useRef, useState } from 'react';
import { admit, arrivalsStep, firstArrivals, focusAfter } from './arrivals.ts';
import { type Columns, columnsOf, type Filter } from './columns.ts';

export type ColumnName = 'waiting' | 'approved' | 'air';
export const COLUMNS = ['waiting', 'approved', 'air'] as const satisfies readonly ColumnName[];

export type Queue = {
  columns: Columns;
  /** Waiting questions that are not shown yet. */
  fresh: readonly string[];
  showFresh: () => void;
  column: ColumnName;
  selected: StaffQuestion | null;
  select: (column: ColumnName, id: string | null) => void;
  move: (by: 1 | -1) => void;
  moveColumn: (by: 1 | -1) => void;
  /** Lets questions in that come back by one's own hand, and chooses the first when it is there. */
  expect: (ids: readonly string[]) => void;
  /** Lets questions in that were asked for. */
  admit: (ids: readonly string[]) => void;
};

/** The three columns, who is let into them, and which card is chosen. */
export function useQueue(questions: readonly StaffQuestion[], filter: Filter): Queue {
  const all = columnsOf(questions, { themeId: null, search: '' }).waiting.map((question) => question.id);
  const [arrivals, setArrivals] = useState(() => firstArrivals(all));
  const [choice, setChoice] = useState<{ column: ColumnName; id: string | null }>({ column: 'waiting', id: null });
  const [expected, setExpected] = useState<string | null>(null);
  const step = arrivalsStep(arrivals, all);
  const found = columnsOf(questions, filter);
  const columns = { ...found, waiting: found.waiting.filter((question) => step.arrivals.shown.has(question.id)) };
  const lists: Record<ColumnName, string[]> = {
    waiting: columns.waiting.map((question) => question.id),
    approved: columns.approved.map((question) => question.id),
    air: [
      ...(columns.onAir ? [columns.onAir] : []),
      ...columns.answered,
      ...columns.rejected,
      ...columns.merged,
      ...columns.archived,
    ].map((question) => question.id),
  };
  const before = useRef(lists);
  const back = expected !== null && lists.waiting.includes(expected);
  const column = back ? 'waiting' : choice.column;
  const id = back ? expected : focusAfter(before.current[column], lists[column], choice.id);
  useEffect(() => {
    before.current = lists;
    if (id !== choice.id || column !== choice.column) setChoice({ column, id });
    if (back) setExpected(null);
    if (step.arrivals !== arrivals && !sameMembers(step.arrivals.shown, arrivals.shown)) setArrivals(step.arrivals);
  });

  const showFresh = () => setArrivals((known) => admit(known, step.fresh));
  return {
    columns,
    fresh: step.fresh,
    showFresh,
    column,
    selected: questions.find((question) => question.id === id) ?? null,
    select: (to, which) => setChoice({ column: to, id: which }),
    move: (by) => {
      const list = lists[column];
      const next = list[list.indexOf(id ?? '') + by];
      if (next) setChoice({ column, id: next });
      // Beyond the last one stand the newcomers.
      else if (by === 1 && column === 'waiting') showFresh();
    },
    moveColumn: (by) => {
      const to = COLUMNS[COLUMNS.indexOf(column) + by];
      if (to) setChoice({ column: to, id: lists[to][0] ?? null });
    },
    expect: (ids) => {
      setArrivals((known) => admit(known, ids));
      setExpected(ids[0] ?? null);
    },
    admit: (ids) => setArrivals((known) => admit(known, ids)),
  };
}

function sameMembers(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((member) => b.has(member));
}
