import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox.ts';
import { failureOf, runnerIn } from '../testing/failure-of.ts';

const sandbox = openSandbox({ pythonIsolation: 'full', limits: { memoryBytes: 128 * 1024 * 1024, outputBytes: 1_000_000 } });
const run = runnerIn(sandbox, 'python');
const { python } = await sandbox.status();

afterAll(() => sandbox.close());

/** A module whose `main` has this body. */
const main = (body: string): string => `async def main(args):\n${body.split('\n').map((line) => `    ${line}`).join('\n')}\n`;
const valueOf = async (body: string, params: Record<string, unknown> = {}): Promise<unknown> => (await run(main(body), { params })).value;

/** What trying each of these comes to: the kind of error, or `done` where it worked. */
async function attempts(actions: readonly string[], before = ''): Promise<Record<string, unknown>> {
  const lines = [
    'import ctypes, fcntl, os, pathlib, resource, signal, socket, subprocess, sys, threading, urllib.request',
    'libc = ctypes.CDLL(None, use_errno=True)',
    'def call(*numbers):',
    '    if libc.syscall(*[ctypes.c_long(number) for number in numbers]) == -1:',
    '        raise OSError(ctypes.get_errno(), "refused")',
    'result = {}',
    before,
    'for action in args.params["actions"]:',
    '    try:',
    '        exec(action, {**globals(), **locals()})',
    '        result[action] = "done"',
    '    except BaseException as error:',
    '        result[action] = type(error).__name__',
    'return result',
  ];
  // The value is what this body returns.
  return (await valueOf(lines.filter(Boolean).join('\n'), { actions })) as Record<string, unknown>;
}

/** Those that worked. */
const managed = (result: Record<string, unknown>): string[] => Object.keys(result).filter((action) => result[action] === 'done');

describe.skipIf(!python.isAvailable)('Python that is locked in', () => {
  it('has the standard library, also what is read when it is imported', async () => {
    const body = `
import asyncio, base64, collections, csv, datetime, decimal, hashlib, html, itertools, json, math, random, re, sqlite3, statistics, uuid, xml.etree.ElementTree, zlib
import wave, graphlib, zoneinfo
await asyncio.sleep(0.001)
both = await asyncio.gather(asyncio.sleep(0, 1), asyncio.sleep(0, 2))
rows = sqlite3.connect(":memory:").execute("select 1 + 1").fetchall()
shanghai = datetime.datetime(2026, 1, 1, tzinfo=datetime.timezone.utc).astimezone(zoneinfo.ZoneInfo("Asia/Shanghai")).hour
return [hashlib.sha256(b"").hexdigest()[:4], len(str(uuid.uuid4())), both, rows, "扣".encode("gbk").hex(), shanghai]`;
    expect(await valueOf(body)).toEqual(['e3b0', 36, [1, 2], [[2]], 'bfdb', 8]);
  });

  it('takes a plain function main as well, and params by name and by get', async () => {
    expect((await run('def main(args: Args[dict]) -> Output:\n    return Output(a=args.params["a"], b=args.params.get("b", 2))', { params: { a: 1 } })).value).toEqual({ a: 1, b: 2 });
  });

  describe('files', () => {
    let folder: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sandbox-test-'));
      await chmod(folder, 0o755);
      await writeFile(join(folder, 'secret'), 'secret', { mode: 0o644 });
      await symlink(join(folder, 'secret'), join(folder, 'link'));
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('reads none', async () => {
      const paths = [`${folder}/secret`, `${folder}/link`, '/etc/passwd', '/etc/shadow', '/dev/mem', '/dev/zero', '/proc/self/environ', '/proc/self/mem', '/proc/self/maps', '/proc/self/status', '/proc/1/environ', '/proc/self/root/etc/passwd', '/proc/self/exe', '/proc/self/fd/0'];
      const result = await attempts([...paths.map((path) => `open("${path}", "rb").read(1)`), 'open(f"/proc/{os.getppid()}/environ", "rb")']);
      expect(managed(result)).toEqual([]);
    });

    it('lists no folder but those of Python', async () => {
      expect(managed(await attempts([`os.listdir("${folder}")`, 'os.listdir("/")', 'os.listdir("/proc")', 'os.listdir("/proc/self/fd")', 'os.listdir("/home")', 'os.listdir("/tmp")', 'list(os.scandir("/etc"))']))).toEqual([]);
    });

    it('writes, makes, moves, links and removes none', async () => {
      const actions = [
        `open("${folder}/new", "w")`, `open("${folder}/secret", "a")`, `os.remove("${folder}/secret")`, `os.rename("${folder}/secret", "${folder}/moved")`,
        `os.symlink("${folder}/secret", "${folder}/another")`, `os.link("${folder}/secret", "${folder}/hard")`, `os.mkdir("${folder}/made")`, `os.truncate("${folder}/secret", 0)`,
        `os.chmod("${folder}/secret", 0o777)`, `os.utime("${folder}/secret")`, `os.mkfifo("${folder}/fifo")`, 'os.memfd_create("a")', 'pathlib.Path(os.__file__).touch()',
        `os.chdir("${folder}")`, `os.chroot("${folder}")`, 'open("/dev/shm/a", "w")', 'open(os.path.dirname(os.__file__) + "/new.py", "w")', `os.readlink("${folder}/link")`,
      ];
      expect(managed(await attempts(actions))).toEqual([]);
    });
  });

  it('has an empty environment and nobody to be', async () => {
    const [environment, uid, gid, argv] = (await valueOf('import os, sys\nos.environ.pop("TZ", None)\nreturn [dict(os.environ), os.geteuid(), os.getegid(), sys.argv]')) as [object, number, number, string[]];
    expect(environment).toEqual({});
    expect(argv).toEqual(['code.py']);
    const expected = process.getuid?.() === 0 ? [65533, 65533] : [process.geteuid?.(), process.getegid?.()];
    expect([uid, gid]).toEqual(expected);
  });

  it('reaches no network and no other socket', async () => {
    const actions = [
      'socket.socket()', 'socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)', 'socket.socket(socket.AF_UNIX)', 'socket.socketpair()', 'socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)',
      'socket.create_connection(("127.0.0.1", 80), 1)', 'urllib.request.urlopen("http://127.0.0.1:8787/", timeout=1)', 'socket.getaddrinfo("example.com", 80)',
      'socket.fromfd(3, socket.AF_UNIX, socket.SOCK_STREAM)',
    ];
    expect(managed(await attempts(actions))).toEqual([]);
  });

  it('starts no process and no thread', async () => {
    const actions = [
      'os.fork()', 'os.forkpty()', 'os.execv("/bin/sh", ["sh"])', 'os.posix_spawn("/bin/true", ["true"], {})', 'subprocess.run(["true"])', 'os.popen("true").read() or 1/0',
      'threading.Thread(target=print).start()', '__import__("multiprocessing").Process(target=print).start()', 'os.system("true") == 0 or 1/0',
      '__import__("_thread").start_new_thread(print, ())',
    ];
    expect(managed(await attempts(actions))).toEqual([]);
  });

  it('signals and watches nobody', async () => {
    const actions = [
      'os.kill(os.getppid(), 9)', 'os.kill(1, 0)', 'os.kill(-1, 9)', 'os.kill(0, 9)', 'os.killpg(0, 9)', 'os.kill(os.getpid(), 9)', 'os.pidfd_open(os.getppid())',
      'signal.pthread_kill(threading.get_ident(), 0)', 'fcntl.fcntl(3, fcntl.F_SETOWN, os.getppid())', 'resource.prlimit(os.getppid(), resource.RLIMIT_CPU)',
      'resource.setrlimit(resource.RLIMIT_AS, (-1, -1))', 'resource.setrlimit(resource.RLIMIT_NPROC, (100, 100))', 'os.setpriority(os.PRIO_PROCESS, 0, -5)', 'os.setuid(0)', 'os.setgid(0)', 'os.setgroups([0])',
      'os.sched_setaffinity(0, {0})', 'os.setsid()', 'os.getpgid(os.getppid())',
    ];
    expect(managed(await attempts(actions))).toEqual([]);
    // The one that makes the others is still there.
    expect(await valueOf('return 1')).toBe(1);
  });

  it.runIf(process.arch === 'x64')('has no system call that leads out', async () => {
    const numbers = {
      ptrace: 101, process_vm_readv: 310, process_vm_writev: 311, clone: 56, vfork: 58, clone3: 435, execve: 59, execveat: 322, socket: 41, connect: 42, sendto: 44, sendmsg: 46, socketpair: 53,
      bind: 49, kill: 62, tkill: 200, tgkill: 234, rt_sigqueueinfo: 129, pidfd_send_signal: 424, pidfd_getfd: 438, bpf: 321, perf_event_open: 298, userfaultfd: 323, io_uring_setup: 425,
      io_uring_enter: 426, unshare: 272, setns: 308, mount: 165, umount2: 166, pivot_root: 155, chroot: 161, init_module: 175, kexec_load: 246, reboot: 169, keyctl: 250, add_key: 248, prctl: 157,
      seccomp: 317, arch_prctl: 158, setuid: 105, setresuid: 117, capset: 126, personality: 135, name_to_handle_at: 303, open_by_handle_at: 304, openat2: 437, memfd_create: 319, shmget: 29,
      msgget: 68, semget: 64, mq_open: 240, inotify_init1: 294, fanotify_init: 300, eventfd2: 290, timer_create: 222, signalfd4: 289, pipe2: 293, dup: 32, ioctl: 16, mlockall: 151, uname: 63,
      sysinfo: 99, syslog: 103, statx: 332, readlink: 89, access: 21, landlock_create_ruleset: 444, process_madvise: 440, futex_waitv: 449, splice: 275, vmsplice: 278, sendfile: 40, quotactl: 179,
      // The same by the numbers of x32.
      x32_fork: 0x40000000 + 57, x32_ptrace: 0x40000000 + 521, x32_socket: 0x40000000 + 41, nothing: 9999,
    };
    const result = await attempts(Object.values(numbers).map((number) => `call(${number}, 0, 0, 0, 0, 0)`));
    expect(new Set(Object.values(result))).toEqual(new Set(['PermissionError']));
  });

  it.runIf(process.arch === 'x64')('is ended where it makes a system call of 32 bits', async () => {
    // mov eax, 20 (getpid); int 0x80; ret
    const code = main(`
import ctypes, mmap
page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
page.write(bytes.fromhex("b814000000cd80c3"))
return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))()`);
    expect(await failureOf(run(code))).toMatchObject({ code: 'thrown', message: expect.stringContaining('-31') });
  });

  it.each([
    ['an endless loop', 'while True:\n    pass'],
    ['a loop that catches everything', 'while True:\n    try:\n        while True:\n            pass\n    except BaseException:\n        pass'],
    ['ignoring the alarm', 'import signal\nsignal.signal(signal.SIGALRM, signal.SIG_IGN)\nwhile True:\n    pass'],
    ['stopping the alarm', 'import signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nimport time\ntime.sleep(100)'],
    ['a calculation that hears no alarm', 'return len(str(9 ** 9 ** 8))'],
    ['a regular expression that backtracks without end', 'import re\nreturn bool(re.match(r"^(a+)+$", "a" * 60 + "b"))'],
    ['endless tasks', 'import asyncio\nwhile True:\n    await asyncio.sleep(0)'],
    ['printing without end', 'while True:\n    print("x" * 1000)'],
    ['a loop at the top', 'pass\n'],
  ])('is ended in time: %s', async (name, body) => {
    const code = name === 'a loop at the top' ? 'while True:\n    pass\n' : main(body);
    const begun = performance.now();
    expect(await failureOf(run(code, { timeout: 300 }))).toMatchObject({ code: 'timeout' });
    expect(performance.now() - begun).toBeLessThan(8_000);
  });

  it.each([
    ['a huge string', 'return len("x" * 2**40)'],
    ['a list that grows', 'all = []\nwhile True:\n    all.append(bytearray(1_000_000))'],
    ['a list that doubles', 'all = [1]\nwhile True:\n    all += all'],
    ['memory that is mapped', 'import mmap\nall = []\nwhile True:\n    all.append(mmap.mmap(-1, 10_000_000))'],
    ['a range that is listed', 'return list(range(10**12))'],
    ['globals', 'global kept\nkept = []\nwhile True:\n    kept.append(bytearray(1_000_000))'],
  ])('uses no more memory than it may: %s', async (_name, body) => {
    const failure = await failureOf(run(main(body)));
    // mmap says it as an OSError: Cannot allocate memory.
    expect([failure.code, failure.message].join(' ')).toMatch(/^memory |Cannot allocate memory/);
  });

  it.each([
    ['calls', 'def f():\n    return f()\nreturn f()'],
    ['calls without a limit', 'import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    return f()\nreturn f()'],
    ['calls in C', 'import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __repr__(self):\n        return repr([self])\nreturn repr(A())'],
    ['a value', 'value = []\nfor _ in range(100_000):\n    value = [value]\nreturn value'],
    ['code', 'return eval("(" * 100_000 + ")" * 100_000)'],
  ])('recurses no deeper than it may: %s', async (_name, body) => {
    expect(['memory', 'output', 'thrown', 'timeout']).toContain((await failureOf(run(main(body), { timeout: 3_000 }))).code);
    expect(await valueOf('return 1')).toBe(1);
  });

  it.each([
    ['os._exit', 'import os\nos._exit(0)', 'thrown'],
    ['sys.exit', 'import sys\nsys.exit(3)', 'thrown'],
    ['a crash', 'import ctypes\nctypes.string_at(0)', 'memory'],
    ['os.abort', 'import os\nos.abort()', /thrown|memory/],
    ['closing everything', 'import os\nos.closerange(0, 100)\nreturn 1', 'thrown'],
  ])('has no result where it ends itself: %s', async (_name, body, code) => {
    expect((await failureOf(run(main(body)))).code).toMatch(code);
    expect(await valueOf('return 1')).toBe(1);
  });

  describe('its result', () => {
    const write = 'import os\ndef write(data):\n    for descriptor in range(3, 32):\n        try:\n            os.write(descriptor, data)\n        except OSError:\n            pass\n';

    it('can be forged for itself alone', async () => {
      const { value } = await run(main(`${write}write(b'{"logs":[]}\\n{"forged":true}')\nos._exit(0)`));
      expect(value).toEqual({ forged: true });
      expect(await Promise.all([1, 2, 3].map((number) => valueOf('return args.params', { number })))).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
    });

    it.each([
      ['no lines', 'x' , 'thrown'],
      ['no JSON', '{\\n{', 'thrown'],
      ['another form', '{"logs":3}\\n1', 'thrown'],
      ['a failure that is none', '{"logs":[],"failure":"canceled"}\\n1', 'thrown'],
      ['half a value', '{"logs":[]}\\n[1,', 'output'],
    ])('is nothing where it is spoilt: %s', async (_name, data, code) => {
      expect(await failureOf(run(main(`${write}write(b'${data}')\nos._exit(0)`)))).toMatchObject({ code });
    });

    it('keeps no more logs than it may, whoever writes it', async () => {
      const { logs } = await run(main(`${write}import json\nwrite(json.dumps({"logs": ["x" * 1000] * 900}).encode() + b"\\n1")\nos._exit(0)`));
      expect(logs.join('').length).toBeLessThan(200_000);
    });

    it('is no longer than it may be, whoever writes it', async () => {
      expect(await failureOf(run(main(`${write}while True:\n    write(b'x' * 100_000)`)))).toMatchObject({ code: 'output' });
      expect(await failureOf(run(main('return "x" * 1_000_001')))).toMatchObject({ code: 'output' });
      expect(await failureOf(run(main('return "扣" * 500_000')))).toMatchObject({ code: 'output' });
    });
  });

  it('sees nothing of other runs', async () => {
    // Built at run time, so that it is in no code.
    const search = `
import gc
gc.unfreeze()
secret = "".join(["tell", "-no", "body"])
return sum(1 for thing in gc.get_objects() if isinstance(thing, list) and len(thing) == 1 and thing[0] == secret)`;
    expect(await valueOf(search, { own: ['tell-nobody'] })).toBe(1);
    await Promise.all([valueOf('return 1', { other: ['tell-nobody'] }), valueOf('return 1', { other: ['tell-nobody'] })]);
    expect(await valueOf(search)).toBe(0);
  });

  it('draws other random numbers in every run', async () => {
    const drawn = await Promise.all(Array.from({ length: 6 }, () => valueOf('import random\nreturn random.random()')));
    expect(new Set(drawn).size).toBe(6);
  });

  it('explains a refusal', async () => {
    expect((await failureOf(run(main('import socket\nsocket.socket()')))).message).toMatch(/^Line 3: PermissionError: .*no network/);
  });
});
