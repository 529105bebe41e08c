import { useTranslation } from 'react-i18next';
import { kindName } from '../../workflow-kinds/index.ts';
import { titleOf } from '../document/edit-nodes.ts';
import { placeOf } from '../document/levels.ts';
import { INNER_START } from '../document/ports.ts';
import { useEditor } from '../editor-context.ts';
import { Palette } from './palette.tsx';
import type { PaletteRequest } from './palette-request.ts';

interface PaletteForProps {
  readonly request: PaletteRequest;
  readonly onChoose: (type: string) => void;
  readonly onClose: () => void;
}

/** The palette, saying where the node will come that is chosen. */
export function PaletteFor({ request, onChoose, onClose }: PaletteForProps) {
  const { t } = useTranslation('workflowEditor');
  const { t: kinds } = useTranslation('workflowKinds');
  const { editor } = useEditor();
  const nameOf = (id: string): string => {
    const node = placeOf(editor.document, id)?.node;
    return node === undefined ? '' : titleOf(node) || kindName(node.type, kinds);
  };
  const hint = (): string => {
    if (request.place === 'inside') return t('paletteInside', { title: nameOf(request.group) });
    if (request.place === 'between') return t('paletteBetween');
    if (request.place !== 'behind') return t('paletteFree');
    const { node, port } = request.port;
    return port === INNER_START ? t('paletteInside', { title: nameOf(node) }) : t('paletteBehind', { title: nameOf(node) });
  };
  return <Palette hint={hint()} screen={request.screen} onChoose={onChoose} onClose={onClose} />;
}
