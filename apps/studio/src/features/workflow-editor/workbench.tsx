import { Spin } from 'antd';
import { type KeyboardEvent, lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useNotices } from '../../shared/notices.tsx';
import { kindName } from '../workflow-kinds/index.ts';
import { newNodeData } from '../workflow-node-form/index.ts';
import type { NodeRunState } from '../workflow-runs/index.ts';
import { behind, commandsOf, duplicate } from './commands.ts';
import { deleteNodes, freeTitle } from './document/edit-nodes.ts';
import type { Point } from './document/geometry.ts';
import { placeOf } from './document/levels.ts';
import { placeNode, type Wanted } from './document/place-node.ts';
import { type EditorContext, EditorProvider, type ProblemCount } from './editor-context.ts';
import styles from './editor.module.css';
import { Canvas, type CanvasHandle, type Selection } from './flow/canvas.tsx';
import { NodeSignals } from './node-signals.ts';
import { PaletteFor } from './palette/palette-for.tsx';
import type { PaletteRequest } from './palette/palette-request.ts';
import { focusField } from './panel/focus-field.ts';
import { NodePanel } from './panel/node-panel.tsx';
import { ProblemsPanel } from './panel/problems-panel.tsx';
import { TrialSection } from './panel/trial-section.tsx';
import { Toolbar } from './toolbar.tsx';
import { type KeyActions, useKeys } from './use-keys.ts';
import { useProblems } from './use-problems.ts';
import type { ReadWorkflow, WorkflowDraft } from './use-workflow-draft.ts';

const HelpSheet = lazy(async () => ({ default: (await import('./help-sheet.tsx')).HelpSheet }));
const TestRunPanel = lazy(async () => ({ default: (await import('../workflow-runs/index.ts')).TestRunPanel }));

interface WorkbenchProps {
  readonly workflow: ReadWorkflow;
  readonly draft: WorkflowDraft;
  readonly isReadOnly: boolean;
  /** What lies over the run, where one is open. */
  readonly panel: Panel | undefined;
  readonly onPanel: (panel: Panel | undefined) => void;
  readonly isRunOpen: boolean;
  readonly onRunClose: () => void;
}

/** What the side shows: the form of the chosen node, or the list of problems. */
export type Panel = 'node' | 'problems';

const nothing: Selection = { nodes: [], lines: [] };

/** The canvas with everything around it. */
export function Workbench({ workflow, draft: { editor, keeper, serverProblems }, isReadOnly, panel, onPanel: setPanel, isRunOpen, onRunClose }: WorkbenchProps) {
  const { t } = useTranslation('workflowEditor');
  const { t: kinds } = useTranslation('workflowKinds');
  const { failed } = useNotices();
  const root = useRef<HTMLDivElement>(null);
  const side = useRef<HTMLElement>(null);
  const canvas = useRef<CanvasHandle>(null);
  const [selection, setSelection] = useState(nothing);
  const [request, setRequest] = useState<PaletteRequest>();
  const [hasMap, setHasMap] = useState(true);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  const [signals] = useState(() => ({
    problems: new NodeSignals<ProblemCount>(), runs: new NodeSignals<NodeRunState>(), targets: new NodeSignals<'allowed' | 'refused'>(), drops: new NodeSignals<true>(),
  }));
  const problems = useProblems(editor, serverProblems, signals.problems);

  const goTo = useCallback((id: string, field?: string) => {
    canvas.current?.select([id]);
    canvas.current?.show(id);
    setPanel('node');
    focusField(() => side.current?.querySelector<HTMLElement>('[data-panel=node]'), field);
  }, [setPanel]);
  const context = useMemo((): EditorContext => ({
    editor, isReadOnly, ...signals, openPalette: setRequest, goTo,
  }), [editor, isReadOnly, signals, goTo]);
  useNodeInAddress(goTo);

  const add = useCallback((type: string, wanted: Wanted) => {
    const title = freeTitle(editor.document, kindName(type, kinds));
    const added = placeNode(editor.document, { type, data: newNodeData(type, title) }, wanted, canvas.current?.sizes() ?? new Map());
    editor.apply(added.document);
    canvas.current?.select([added.id]);
    setRequest(undefined);
    setPanel('node');
    // When it is drawn.
    requestAnimationFrame(() => canvas.current?.reveal(added.id));
  }, [editor, kinds, setPanel]);
  const leave = (): void => {
    if (request !== undefined) setRequest(undefined);
    else if (panel !== undefined) setPanel(undefined);
    else canvas.current?.select([]);
    canvas.current?.focus(selection.nodes[0]);
  };
  const commands = (): KeyActions => canvas.current === null ? idle : commandsOf({
    editor, isReadOnly, canvas: canvas.current, leave,
    openPalette: setRequest,
    openForm: (id) => goTo(id),
    openHelp: () => setIsHelpOpen(true),
    save: () => void keeper.flush(),
    sayNothingPasted: () => failed(t('pasteFailed'), t('nothingToPaste')),
  });
  const actions = useRef<KeyActions>(idle);
  actions.current = {
    run: (command) => commands().run(command),
    copy: () => commands().copy(),
    cut: () => commands().cut(),
    paste: (text) => commands().paste(text),
  };
  useKeys(root, '.react-flow', actions);

  const [only, ...others] = selection.nodes;
  const shown = panel === 'node' && only !== undefined && others.length === 0 && placeOf(editor.document, only) !== undefined ? only : undefined;
  const isSideOpen = shown !== undefined || panel === 'problems' || isRunOpen;
  const back = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || (event.target instanceof Element && event.target.closest('[aria-expanded=true]'))) return;
    leave();
  };
  return (
    <EditorProvider value={context}>
      <div ref={root} className={styles['bench']}>
        <div className={styles['stage']}>
          <Canvas
            ref={canvas}
            hasMap={hasMap}
            onSelection={setSelection}
            onOpen={useCallback((id: string) => {
              setPanel('node');
              // The panel takes room from the canvas.
              requestAnimationFrame(() => canvas.current?.reveal(id));
            }, [setPanel])}
            onLeave={useCallback(() => setRequest(undefined), [])}
            onDropKind={useCallback((type: string, at: Point, owner: string | undefined) => add(type, { place: 'at', at, owner }), [add])}
          />
          {request !== undefined && (
            <div className={styles['paletteRoom']}>
              <PaletteFor key={JSON.stringify(request)} request={request} onChoose={(type) => add(type, request)} onClose={leave} />
            </div>
          )}
          <Toolbar
            canvas={canvas}
            problems={problems}
            hasMap={hasMap}
            onAdd={() => setRequest(request === undefined && canvas.current ? behind(editor.document, canvas.current.selection().nodes, canvas.current) : undefined)}
            onMap={() => setHasMap(!hasMap)}
            onProblems={() => setPanel(panel === 'problems' ? undefined : 'problems')}
            onKeys={() => setIsHelpOpen(true)}
          />
        </div>
        <aside ref={side} className={styles['side']} hidden={!isSideOpen} onKeyDown={back}>
          {shown !== undefined && (
            <NodePanel
              id={shown}
              workspaceId={workflow.workspace_id}
              idMap={workflow.id_map}
              problems={problems}
              onDuplicate={() => canvas.current && duplicate({ editor, canvas: canvas.current }, [shown])}
              onDelete={() => {
                editor.apply(deleteNodes(editor.document, [shown]));
                canvas.current?.focus();
              }}
              onClose={leave}
            >
              {!isReadOnly && <TrialSection key={shown} id={shown} workflow={workflow} beforeRun={() => keeper.flush()} />}
            </NodePanel>
          )}
          {shown === undefined && panel === 'problems' && <ProblemsPanel problems={problems} onClose={leave} />}
          {isRunOpen && (
            // It goes on while a form lies over it.
            <div className={styles['run']} hidden={shown !== undefined || panel === 'problems'}>
              <Suspense fallback={<Spin />}>
                <Run workflow={workflow} draft={{ editor, keeper }} context={context} onClose={onRunClose} />
              </Suspense>
            </div>
          )}
        </aside>
        <Suspense>{isHelpOpen && <HelpSheet onClose={() => setIsHelpOpen(false)} />}</Suspense>
      </div>
    </EditorProvider>
  );
}

const idle: KeyActions = { run: () => false, copy: () => undefined, cut: () => undefined, paste: () => undefined };

interface RunProps {
  readonly workflow: ReadWorkflow;
  readonly draft: Pick<WorkflowDraft, 'editor' | 'keeper'>;
  readonly context: EditorContext;
  readonly onClose: () => void;
}

/** A run to try the draft; how its nodes fare is drawn on the canvas as long as it is open. */
function Run({ workflow, draft: { editor, keeper }, context: { runs, goTo }, onClose }: RunProps) {
  useEffect(() => () => runs.set(new Map()), [runs]);
  return (
    <TestRunPanel
      workflowId={workflow.id}
      workspaceId={workflow.workspace_id}
      canvas={editor.document}
      beforeRun={() => keeper.flush()}
      onStates={useCallback((states: ReadonlyMap<string, NodeRunState>) => runs.set(states), [runs])}
      onFocusNode={goTo}
      onClose={onClose}
    />
  );
}

/** An address may name a node: it is shown, once. */
function useNodeInAddress(goTo: (id: string) => void): void {
  const [search, setSearch] = useSearchParams();
  const node = search.get('node');
  useEffect(() => {
    if (node === null) return;
    goTo(node);
    setSearch((before) => {
      before.delete('node');
      return before;
    }, { replace: true });
  }, [node, goTo, setSearch]);
}
