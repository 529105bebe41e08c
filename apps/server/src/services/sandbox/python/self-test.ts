/**
 * What a process that is locked in is asked first: that it can read Python's own modules and nothing else works. It returns
 * what it could do and should not have been able to; what cannot be done is raised as an error by then.
 */
export const SELF_TEST = `
import ctypes, os, socket, subprocess, wave

def attempt(name, action):
    try:
        action()
    except OSError:
        return []
    return [name]

async def main(args: Args) -> Output:
    libc = ctypes.CDLL(None, use_errno=True)
    def call(*numbers):
        if libc.syscall(*map(ctypes.c_long, numbers)) == -1:
            raise OSError(ctypes.get_errno(), '')
    return (
        attempt('read a file', lambda: open('/etc/passwd').close())
        + attempt('list a folder', lambda: os.listdir('/'))
        + attempt('read about processes', lambda: open('/proc/self/environ').close())
        + attempt('write a file', lambda: open('/tmp/buckle-self-test', 'x').close())
        + attempt('open a socket', lambda: socket.socket().close())
        + attempt('start a process', lambda: os.fork() or os._exit(0))
        + attempt('signal a process', lambda: os.kill(os.getppid(), 0))
        + attempt('trace a process', lambda: call(args.params['ptrace'], 0, 0, 0, 0))
        + attempt('be root', lambda: os.geteuid() == 0 or os.stat('/nothing/there'))
    )
`;

/** The number of the system call `ptrace`. */
export const PTRACE: Readonly<Partial<Record<NodeJS.Architecture, number>>> = { x64: 101, arm64: 117 };
