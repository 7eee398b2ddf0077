package io.clickreel.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What one process has used, as Linux counts it below /proc. */
record ProcessMeter(long pid) {
    private static final double TICKS_PER_SECOND = 100;

    /** Fields 14 and 15, counted from the process's name, which may hold spaces. */
    private static final int USER_TICKS = 11;

    static ProcessMeter ofPidFile(Path file) {
        return new ProcessMeter(Long.parseLong(text(file).strip()));
    }

    /** CPU seconds since its start, of all threads, in user and system mode. */
    double cpuSeconds() {
        String stat = text(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1])) / TICKS_PER_SECOND;
    }

    /** Waits until it takes less than this share of a core: until the JVM's compiler is done with its start. */
    void awaitRest(double share) throws InterruptedException {
        double used = cpuSeconds();
        double before;
        do {
            before = used;
            Thread.sleep(1_000);
            used = cpuSeconds();
        } while (used - before > share);
    }

    /** The most resident memory since its start, in MiB. */
    long peakMb() {
        return text(proc("status"))
                        .lines()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024;
    }

    private Path proc(String name) {
        return Path.of("/proc", Long.toString(pid), name);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
