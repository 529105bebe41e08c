/** What npm fails of most often, and what helps. */
const causes = [
  [/ENOSPC/, 'The disk is full. Make room (about 800 MB), and try again.'],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH|FETCH_ERROR/,
    'The npm registry cannot be reached. Check the network and the proxy ("npm config get proxy"), or choose a mirror ' +
      '("npm config set registry <address>"), and try again.',
  ],
  [/EINTEGRITY/, 'The registry sent something else than the lock file names. Try "npm cache clean --force", or another registry.'],
  [/E404|ETARGET|E403/, 'The registry lacks a package that the lock file names. Choose another ("npm config set registry <address>").'],
  [/EACCES|EPERM|EROFS/, 'npm may not write here. Make this folder and npm\'s cache ("npm config get cache") your own.'],
  [/EUSAGE/, 'package.json and package-lock.json disagree. Run "npm install", or restore both with git.'],
];

/** What npm said, and what to do about it. */
export function explainNpm(output) {
  const lines = output
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/i, '').trimEnd())
    .filter((line) => line.trim() !== '' && !/^npm |^ +at |complete log of this run|-debug-\d/i.test(line))
    .slice(0, 12);
  const advice = causes.find(([pattern]) => pattern.test(output))?.[1] ?? 'npm failed.';
  return [advice, 'npm said:', ...lines.map((line) => `  ${line}`)].join('\n');
}
