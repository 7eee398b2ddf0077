package io.clickreel.embedded.kernel;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter for all threads of this process: it starts no program, signals no other process, and does not touch
 * mounts, the kernel or other processes' memory. See seccomp(2); Elasticsearch does the first of these the same way.
 */
final class Seccomp {
    private static final int SET_MODE_FILTER = 1;
    private static final int FOR_ALL_THREADS = 1;

    private static final int ARCH_X86_64 = 0xC000003E;
    /** Calls with numbers from here on are those of the x32 interface: the same calls by other names. */
    private static final int X32 = 0x40000000;

    private static final int CLONE_THREAD = 0x10000;

    private static final int ALLOW = 0x7fff0000;
    private static final int EPERM = 0x00050000 | 1;
    private static final int ENOSYS = 0x00050000 | 38;

    private static final int LOAD = 0x20;
    private static final int IF_EQUAL = 0x15;
    private static final int IF_AT_LEAST = 0x35;
    private static final int IF_ANY_BIT = 0x45;
    private static final int RETURN = 0x06;

    private static final int OFFSET_NUMBER = 0;
    private static final int OFFSET_ARCH = 4;
    private static final int OFFSET_FIRST_ARGUMENT = 16;

    private static final int CLONE = 56;
    /** A filter cannot see the flags of this call, which are behind a pointer; the C library falls back on clone. */
    private static final int CLONE3 = 435;

    private static final int[] PROGRAMS = {59, 322, 57, 58}; // execve, execveat, fork, vfork
    /** Calls whose first argument is the process that gets a signal: kill, tgkill, rt_sigqueueinfo, rt_tgsigqueueinfo. */
    private static final int[] SIGNALS = {62, 234, 129, 297};

    private static final int[] NEVER = {
        // tkill, pidfd_open, pidfd_send_signal, pidfd_getfd, ptrace, process_vm_readv, process_vm_writev
        200,
        434,
        424,
        438,
        101,
        310,
        311,
        // mount, umount2, pivot_root, chroot, setns, unshare, open_tree, move_mount, fsopen .. fspick, mount_setattr
        165,
        166,
        155,
        161,
        308,
        272,
        428,
        429,
        430,
        431,
        432,
        433,
        442,
        // open_by_handle_at finds files without a path; io_uring_* make calls that no filter sees
        304,
        425,
        426,
        427,
        // bpf, perf_event_open, userfaultfd, add_key, request_key, keyctl, kexec_load, kexec_file_load
        321,
        298,
        323,
        248,
        249,
        250,
        246,
        320,
        // init_module, finit_module, delete_module, reboot, swapon, swapoff, acct, settimeofday, clock_settime
        175,
        313,
        176,
        169,
        167,
        168,
        163,
        164,
        227,
        // sethostname, setdomainname, iopl, ioperm, quotactl, syslog, personality
        170,
        171,
        172,
        173,
        179,
        103,
        135
    };

    private static final int SOCKET = 41;
    /** AF_INET, AF_INET6, and AF_NETLINK, which lists own addresses. Unix sockets have no port to bound. */
    private static final int[] FAMILIES = {2, 10, 16};

    private static final int OFFSET_THIRD_ARGUMENT = 32;
    /** Up to UDP: Landlock does not bound the ports of others, such as MPTCP. Netlink's numbers are small, too. */
    private static final int LAST_PROTOCOL = 17;

    private record Instruction(int code, int ifTrue, int ifFalse, int operand) {}

    private Seccomp() {}

    /** @throws LastErrorException if this kernel has no seccomp filters */
    static void install() {
        List<Instruction> filter = filter(Syscalls.processId());
        try (Memory program = new Memory(filter.size() * 8L);
                Memory head = new Memory(16)) {
            for (int i = 0; i < filter.size(); i++) {
                Instruction instruction = filter.get(i);
                program.setShort(i * 8L, (short) instruction.code);
                program.setByte(i * 8L + 2, (byte) instruction.ifTrue);
                program.setByte(i * 8L + 3, (byte) instruction.ifFalse);
                program.setInt(i * 8L + 4, instruction.operand);
            }
            head.clear();
            head.setShort(0, (short) filter.size());
            head.setPointer(8, program);
            Syscalls.call(Syscalls.SECCOMP, SET_MODE_FILTER, FOR_ALL_THREADS, head);
        }
    }

    private static List<Instruction> filter(int ownProcess) {
        List<Instruction> filter = new ArrayList<>();
        filter.add(new Instruction(LOAD, 0, 0, OFFSET_ARCH));
        filter.add(new Instruction(IF_EQUAL, 1, 0, ARCH_X86_64));
        filter.add(new Instruction(RETURN, 0, 0, EPERM));
        filter.add(new Instruction(LOAD, 0, 0, OFFSET_NUMBER));
        answerIf(filter, IF_AT_LEAST, X32, EPERM);
        for (int number : PROGRAMS) {
            answerIf(filter, IF_EQUAL, number, EPERM);
        }
        for (int number : NEVER) {
            answerIf(filter, IF_EQUAL, number, EPERM);
        }
        answerIf(filter, IF_EQUAL, CLONE3, ENOSYS);
        allowOnlyIfFirstArgument(filter, CLONE, IF_ANY_BIT, CLONE_THREAD);
        for (int number : SIGNALS) {
            allowOnlyIfFirstArgument(filter, number, IF_EQUAL, ownProcess);
        }
        boundSockets(filter);
        filter.add(new Instruction(RETURN, 0, 0, ALLOW));
        return filter;
    }

    private static void boundSockets(List<Instruction> filter) {
        int rest = FAMILIES.length + 6;
        filter.add(new Instruction(IF_EQUAL, 0, rest, SOCKET));
        filter.add(new Instruction(LOAD, 0, 0, OFFSET_FIRST_ARGUMENT));
        for (int i = 0; i < FAMILIES.length; i++) {
            filter.add(new Instruction(IF_EQUAL, FAMILIES.length - i, 0, FAMILIES[i]));
        }
        filter.add(new Instruction(RETURN, 0, 0, EPERM));
        filter.add(new Instruction(LOAD, 0, 0, OFFSET_THIRD_ARGUMENT));
        filter.add(new Instruction(IF_AT_LEAST, 0, 1, LAST_PROTOCOL + 1));
        filter.add(new Instruction(RETURN, 0, 0, EPERM));
        filter.add(new Instruction(RETURN, 0, 0, ALLOW));
    }

    private static void answerIf(List<Instruction> filter, int test, int operand, int answer) {
        filter.add(new Instruction(test, 0, 1, operand));
        filter.add(new Instruction(RETURN, 0, 0, answer));
    }

    private static void allowOnlyIfFirstArgument(List<Instruction> filter, int number, int test, int operand) {
        filter.add(new Instruction(IF_EQUAL, 0, 4, number));
        filter.add(new Instruction(LOAD, 0, 0, OFFSET_FIRST_ARGUMENT));
        filter.add(new Instruction(test, 0, 1, operand));
        filter.add(new Instruction(RETURN, 0, 0, ALLOW));
        filter.add(new Instruction(RETURN, 0, 0, EPERM));
    }
}
