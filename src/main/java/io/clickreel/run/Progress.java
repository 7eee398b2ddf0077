package io.clickreel.run;

import java.util.function.Consumer;

/** Shows the progress of what takes long: on a terminal one line that changes, elsewhere a line now and then. */
public final class Progress implements Consumer<String> {
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final boolean terminal;
    private long lastNanos;
    private int lastLength;

    private Progress(boolean terminal) {
        this.terminal = terminal;
        this.lastNanos = System.nanoTime() - QUIET_NANOS;
    }

    public static Progress onTerminal() {
        return new Progress(System.console() != null);
    }

    @Override
    public synchronized void accept(String message) {
        if (terminal) {
            System.err.print("\r" + message + " ".repeat(Math.max(0, lastLength - message.length())));
            System.err.flush();
            lastLength = message.length();
        } else if (System.nanoTime() - lastNanos >= QUIET_NANOS) {
            System.err.println(message);
            lastNanos = System.nanoTime();
        }
    }

    /** Wipes the line that changes, so that the next output starts on a fresh line. */
    public synchronized void end() {
        if (lastLength > 0) {
            System.err.print("\r" + " ".repeat(lastLength) + "\r");
            System.err.flush();
            lastLength = 0;
        }
    }
}
