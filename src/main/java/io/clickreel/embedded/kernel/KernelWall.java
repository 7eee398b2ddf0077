package io.clickreel.embedded.kernel;

import com.sun.jna.LastErrorException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Confines this process for good: it can start no program, signal no other process, and reach only the named files and
 * ports, whatever its code tries.
 *
 * <p>The rules on files and ports hold for the calling thread and the threads that it, and they, start later. So it
 * must be called on the first thread, after all that has to be loaded from elsewhere is loaded, and before the first
 * statement can run.
 */
public final class KernelWall {
    private KernelWall() {}

    /** Makes native code resolve relative paths against this folder; Java's own are as before. */
    public static void workIn(Path folder) {
        Syscalls.workIn(folder.toString());
    }

    /** Hides the environment variables, among them passwords, from native code; Java has its own copy. */
    public static void forgetEnvironment() {
        Syscalls.forgetEnvironment();
    }

    /**
     * @param writable the folders in which it may read and write
     * @param readable what else it may read
     * @param listening the port on which it will listen, and on no other
     * @param ports to which it may connect; other ports stay open on kernels before 6.7, which cannot tell ports apart
     * @return what this kernel cannot refuse, a sentence each; empty if it can refuse all of it
     */
    public static List<String> raise(
            Collection<Path> writable, Collection<Path> readable, int listening, Collection<Integer> ports) {
        List<String> missing = new ArrayList<>();
        try {
            Syscalls.giveUpNewPrivileges();
        } catch (LastErrorException e) {
            missing.add("The kernel does not take new privileges away (prctl: error " + e.getErrorCode() + ").");
        }
        try {
            Landlock landlock = Landlock.ofThisKernel();
            landlock.restrict(writable, readable, listening, ports);
            if (!landlock.knowsPorts()) {
                missing.add("The kernel cannot bound connections by their port, which needs Linux 6.7.");
            }
        } catch (LastErrorException e) {
            missing.add("The kernel keeps SQL off no file by itself: it has no Landlock, or does not use it (error "
                    + e.getErrorCode() + "; it needs Linux 5.13 and 'landlock' in the boot parameter lsm=).");
        }
        try {
            Seccomp.install();
        } catch (LastErrorException e) {
            missing.add("The kernel keeps SQL from no program by itself: it has no seccomp filters (error "
                    + e.getErrorCode() + ").");
        }
        return missing;
    }
}
