package io.clickreel.embedded.kernel;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The few system calls of Linux on x86-64 that the walls need; each throws LastErrorException with errno. */
final class Syscalls {
    static final long SECCOMP = 317;
    static final long LANDLOCK_CREATE_RULESET = 444;
    static final long LANDLOCK_ADD_RULE = 445;
    static final long LANDLOCK_RESTRICT_SELF = 446;

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int O_PATH_CLOEXEC = 0x200000 | 0x80000;

    private static final NativeLibrary C = NativeLibrary.getInstance("c");
    private static final Function SYSCALL = C.getFunction("syscall", Function.THROW_LAST_ERROR);
    private static final Function PRCTL = C.getFunction("prctl", Function.THROW_LAST_ERROR);
    private static final Function OPEN = C.getFunction("open", Function.THROW_LAST_ERROR);
    private static final Function CLOSE = C.getFunction("close");
    private static final Function CHDIR = C.getFunction("chdir", Function.THROW_LAST_ERROR);
    private static final Function CLEARENV = C.getFunction("clearenv");
    private static final Function GETPID = C.getFunction("getpid");

    private Syscalls() {}

    static long call(long number, @Nullable Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = number;
        for (int i = 0; i < arguments.length; i++) {
            // The kernel reads whole registers.
            all[i + 1] = arguments[i] instanceof Integer small ? (Object) small.longValue() : arguments[i];
        }
        return SYSCALL.invokeLong(all);
    }

    /** Gives up what setuid programs could give, for this thread and its later ones; the kernel demands it first. */
    static void giveUpNewPrivileges() {
        PRCTL.invokeInt(new Object[] {PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L});
    }

    /** @return a descriptor that only names the file or folder; -1 if there is none */
    static int openPath(String path) {
        byte[] bytes = (path + "\0").getBytes(StandardCharsets.UTF_8);
        Memory name = new Memory(bytes.length);
        name.write(0, bytes, 0, bytes.length);
        try (name) {
            return OPEN.invokeInt(new Object[] {name, O_PATH_CLOEXEC});
        } catch (LastErrorException e) {
            return -1;
        }
    }

    static void close(int descriptor) {
        CLOSE.invokeInt(new Object[] {descriptor});
    }

    static void workIn(String folder) {
        byte[] bytes = (folder + "\0").getBytes(StandardCharsets.UTF_8);
        try (Memory name = new Memory(bytes.length)) {
            name.write(0, bytes, 0, bytes.length);
            CHDIR.invokeInt(new Object[] {name});
        }
    }

    static void forgetEnvironment() {
        CLEARENV.invokeInt(new Object[0]);
    }

    static int processId() {
        return GETPID.invokeInt(new Object[0]);
    }

    static Pointer none() {
        return Pointer.NULL;
    }
}
