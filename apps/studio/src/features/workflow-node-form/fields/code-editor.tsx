import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { Annotation, Compartment, EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { CodeLanguage } from '../settings/simple.ts';
import styles from './code-editor.module.css';

interface CodeEditorProps {
  readonly label: string;
  readonly language: CodeLanguage;
  readonly value: string;
  readonly isReadOnly: boolean;
  readonly onChange: (text: string) => void;
}

const fromOutside = Annotation.define<boolean>();

const look = HighlightStyle.define([
  { tag: [tags.keyword, tags.modifier, tags.operatorKeyword], class: styles['keyword'] ?? '' },
  { tag: [tags.string, tags.special(tags.string), tags.regexp], class: styles['string'] ?? '' },
  { tag: [tags.number, tags.bool, tags.null], class: styles['number'] ?? '' },
  { tag: [tags.comment], class: styles['comment'] ?? '' },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.definition(tags.variableName)], class: styles['function'] ?? '' },
  { tag: [tags.typeName, tags.className], class: styles['typeName'] ?? '' },
]);

const usual: Extension = [
  lineNumbers(),
  history(),
  drawSelection(),
  indentOnInput(),
  bracketMatching(),
  highlightActiveLine(),
  syntaxHighlighting(look),
  keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
  EditorView.cspNonce.of(document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce ?? ''),
];

function languageOf(language: CodeLanguage): Extension {
  return language === 'python' ? [python(), indentUnit.of('    ')] : [javascript({ typescript: true }), indentUnit.of('  ')];
}

function readOnly(isReadOnly: boolean): Extension {
  return [EditorState.readOnly.of(isReadOnly), EditorView.editable.of(!isReadOnly)];
}

/** An editor for code, in the colours of the theme. Escape and then Tab leaves it. */
export function CodeEditor({ label, language, value, isReadOnly, onChange }: CodeEditorProps) {
  const frame = useRef<HTMLDivElement>(null);
  const editor = useRef<{ readonly view: EditorView; readonly language: Compartment; readonly mode: Compartment }>(undefined);
  const tell = useRef(onChange);
  const begin = useRef({ label, language, value, isReadOnly });
  useLayoutEffect(() => {
    tell.current = onChange;
  }, [onChange]);

  useEffect(() => {
    if (!frame.current) return undefined;
    const parts = { language: new Compartment(), mode: new Compartment() };
    const view = new EditorView({
      parent: frame.current,
      doc: begin.current.value,
      extensions: [
        usual,
        parts.language.of(languageOf(begin.current.language)),
        parts.mode.of(readOnly(begin.current.isReadOnly)),
        EditorView.contentAttributes.of({ 'aria-label': begin.current.label, tabindex: '0' }),
        EditorView.updateListener.of(({ docChanged, state, transactions }) => {
          // What came from outside is known there.
          if (docChanged && transactions.every((transaction) => transaction.annotation(fromOutside) !== true)) tell.current(state.doc.toString());
        }),
      ],
    });
    editor.current = { view, ...parts };
    return () => {
      editor.current = undefined;
      view.destroy();
    };
  }, []);

  useEffect(() => {
    const view = editor.current?.view;
    if (view && view.state.doc.toString() !== value) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value }, annotations: fromOutside.of(true) });
  }, [value]);

  useEffect(() => {
    const { view, language: part, mode } = editor.current ?? {};
    if (view && part && mode) view.dispatch({ effects: [part.reconfigure(languageOf(language)), mode.reconfigure(readOnly(isReadOnly))] });
  }, [language, isReadOnly]);

  return <div ref={frame} className={styles['frame']} />;
}
