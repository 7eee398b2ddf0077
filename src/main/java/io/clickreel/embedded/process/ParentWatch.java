package io.clickreel.embedded.process;

import java.io.IOException;
import java.io.InputStream;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Stops a child process when its parent ends.
 *
 * <p>The parent holds the other end of the child's standard input and writes nothing to it but what
 * {@link ParentSecrets} reads first. Its end of file therefore means "stop", whether the parent closed it or died, even
 * by {@code kill -9}.
 */
public final class ParentWatch {
    private ParentWatch() {}

    /**
     * Ends this process with an orderly stop as soon as standard input ends. SIGINT and SIGTERM are ignored: Ctrl-C and
     * service managers send them to the whole process group, but the parent stops its services only after its routes
     * have come to rest.
     *
     * @param stop closes the service
     */
    public static void exitWithParent(Runnable stop) {
        Signal.handle(new Signal("INT"), SignalHandler.SIG_IGN);
        Signal.handle(new Signal("TERM"), SignalHandler.SIG_IGN);
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
        InputStream in = System.in;
        Thread watch = new Thread(
                () -> {
                    try {
                        while (in.read() >= 0) {
                            // The parent has nothing to say; only the end counts.
                        }
                    } catch (IOException e) {
                        // A broken pipe means the same as an end of file.
                    }
                    System.exit(0);
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }
}
