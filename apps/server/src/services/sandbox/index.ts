export { CodeFailed, type CodeFailure } from './code-failed.ts';
export { type CodeLanguage, type CodeLimits, type CodeResult, type CodeRun, defaultCodeLimits, type LanguageStatus } from './code-run.ts';
export { openSandbox, Sandbox, type SandboxOptions } from './sandbox.ts';
export { pythonIsolations, type PythonIsolation } from './python/python-server.ts';
