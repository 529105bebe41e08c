export * from './port.ts';
export { openFolderFiles } from './folder/folder-files.ts';
