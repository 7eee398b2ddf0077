package io.clickreel.embedded.kernel;

import com.sun.jna.Function;
import com.sun.jna.LastErrorException;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.File;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Raises the kernel's wall around itself and then tries to get out, in the thread that raised it and in a new one. Prints a
 * line for each thing that it could do, with {@code could} in front, and {@code could not} for the others.
 */
public final class KernelProbeMain {
    private static final NativeLibrary C = NativeLibrary.getInstance("c");
    private static final Function SYSCALL = C.getFunction("syscall", Function.THROW_LAST_ERROR);

    private KernelProbeMain() {}

    /** Takes the folder inside, a folder outside with a file in it, a port where somebody listens, and another. */
    public static void main(String[] args) throws Exception {
        Path inside = Path.of(args[0]);
        Path outside = Path.of(args[1]);
        int forbidden = Integer.parseInt(args[2]);
        int allowed = Integer.parseInt(args[3]);
        Map<String, Callable<Object>> probes = probes(inside, outside, forbidden, allowed);
        // Classes that the probes need are loaded while they can be.
        new ProcessBuilder("true").start().waitFor();
        new Socket("127.0.0.1", allowed).close();
        Files.writeString(inside.resolve("own"), "own");
        List<String> missing = KernelWall.raise(List.of(inside), code(), 0, List.of(allowed));
        missing.forEach(sentence -> System.out.println("missing " + sentence));
        probes.forEach((what, probe) -> tell("here", what, probe));
        Thread thread = new Thread(() -> probes.forEach((what, probe) -> tell("in a new thread", what, probe)));
        thread.start();
        thread.join();
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static List<Path> code() {
        String classPath = System.getProperty("java.class.path");
        return Stream.concat(
                        Stream.of(System.getProperty("java.home")), Arrays.stream(classPath.split(File.pathSeparator)))
                .map(Path::of)
                .toList();
    }

    private static void tell(String where, String what, Callable<Object> probe) {
        try {
            probe.call();
            System.out.println("could " + what + ", " + where);
        } catch (Exception | LinkageError e) {
            System.out.println("could not " + what + ", " + where + ": " + e);
        }
    }

    private static Map<String, Callable<Object>> probes(Path inside, Path outside, int forbidden, int allowed) {
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Path file = outside.resolve("file");
        Path own = inside.resolve("own");
        Map<String, Callable<Object>> probes = new LinkedHashMap<>();
        probes.put("read inside", () -> Files.readString(own));
        probes.put("write inside", () -> Files.writeString(inside.resolve("new"), "x"));
        probes.put("connect to the allowed port", () -> connected(allowed));
        probes.put("listen on any port", () -> {
            new ServerSocket(0).close();
            return "";
        });
        probes.put("start a program", () -> new ProcessBuilder("true").start());
        probes.put("execve", () -> call(59, "/bin/true", Pointer.NULL, Pointer.NULL));
        probes.put("fork", () -> call(57));
        probes.put("vfork by clone", () -> call(56, 0x4000L | 17, 0L, 0L, 0L, 0L));
        probes.put("signal the parent", () -> call(62, parent, 0L));
        probes.put("signal all", () -> call(62, -1L, 0L));
        probes.put("trace the parent", () -> call(101, 16L, parent, 0L, 0L));
        probes.put("read the parent's memory", () -> call(310, parent, 0L, 0L, 0L, 0L, 0L));
        probes.put("open the parent by descriptor", () -> call(434, parent, 0L));
        probes.put("set up io_uring", () -> call(425, 1L, Pointer.NULL));
        probes.put("leave namespaces", () -> call(272, 0x10000000L));
        probes.put("connect to another port", () -> connected(forbidden));
        probes.put("bind another port", () -> {
            new ServerSocket(allowed == 65_000 ? 64_999 : 65_000).close();
            return "";
        });
        probes.put("open a Unix socket", () -> call(41, 1L, 1L, 0L));
        probes.put("open a socket of MPTCP", () -> call(41, 2L, 1L, 262L));
        probes.put("open a packet socket", () -> call(41, 17L, 3L, 0L));
        probes.put("read outside", () -> Files.readString(file));
        probes.put(
                "list outside",
                () -> Files.newDirectoryStream(outside).iterator().next());
        probes.put("read a link to outside", () -> {
            Path link = inside.resolve("link-" + System.nanoTime());
            Files.createSymbolicLink(link, file);
            return Files.readString(link);
        });
        probes.put("link a file of outside", () -> Files.createLink(inside.resolve("hard"), file));
        probes.put("read the environment", () -> Files.readString(Path.of("/proc/self/environ")));
        probes.put("write outside", () -> Files.writeString(outside.resolve("new"), "x"));
        probes.put("truncate outside", () -> call(76, file.toString(), 0L));
        probes.put("delete outside", () -> {
            Files.delete(file);
            return "";
        });
        probes.put("move out", () -> Files.move(own, outside.resolve("own")));
        probes.put("move in", () -> Files.move(file, inside.resolve("moved")));
        probes.put("make a link outside", () -> Files.createSymbolicLink(outside.resolve("l"), own));
        probes.put("make a folder outside", () -> Files.createDirectory(outside.resolve("d")));
        return probes;
    }

    private static Object connected(int port) throws Exception {
        new Socket("127.0.0.1", port).close();
        return "";
    }

    private static Object call(long number, Object... arguments) throws LastErrorException {
        Object[] all = new Object[arguments.length + 1];
        all[0] = number;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return SYSCALL.invokeLong(all);
    }
}
