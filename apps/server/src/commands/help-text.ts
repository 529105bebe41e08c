import { describeSettings } from '../configuration/describe-settings.ts';

/** What `npm start -- --help` prints; `width` in characters. */
export function helpText(width?: number): string {
  return `Buckle, an open platform for AI bots and workflows

Usage
  npm start                               Set up what is missing, and serve
  npm start -- token                      Print a personal access token for the first account
  npm start -- rotate-key                 Replace the master key
  npm start -- rotate-key <workspace id>  Replace the data key of one workspace
  npm start -- doctor                     Check the set-up, and say what is wrong and what to do
  npm start -- backup <file or folder>    Copy all data into one file, also while the server runs
  npm start -- restore <file>             Restore a backup into an empty data folder
  npm start -- reindex                    Build the search indexes of all data sets anew
  npm start -- version                    Print the version
  npm start -- --help                     Print this

Settings, from the environment or the file .env

${describeSettings(width)}
`;
}
