package io.clickreel.embedded.process;

import io.clickreel.StartupException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service in a separate JVM: started, watched, started again if it dies, stopped with its parent.
 *
 * <p>A crash of a native engine or of a broker thus cannot take the pipeline with it.
 */
public final class ChildService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ChildService.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);
    private static final Duration ORPHAN_LIMIT = Duration.ofSeconds(8);
    /** A child begins each line that is for the user with this. */
    private static final String WARNING = "warning ";

    private static final long LONGEST_PAUSE_MS = 30_000;
    private static final long LOOK_AT_LOG_S = 10;

    /** Environment variables that tune a JVM, its libraries or the native engine; Clickreel's own are not passed on. */
    private static final Pattern PASSED_ON = Pattern.compile(
            "PATH|HOME|USER|LOGNAME|TMPDIR|TZ|LANG|LANGUAGE|LC_\\w+"
                    + "|LD_LIBRARY_PATH|LD_PRELOAD|GLIBC_TUNABLES|MALLOC_\\w+|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|SystemRoot|TEMP|TMP");

    /**
     * The service to run.
     *
     * @param name for logs and files, such as "kafka"
     * @param jvmOptions such as -Xmx256m
     * @param secrets told to the service over its standard input, where no process list and no environment shows them;
     *     it reads them with {@link ParentSecrets}
     */
    public record Command(
            String name, Class<?> main, List<String> jvmOptions, List<String> arguments, Map<String, String> secrets) {}

    private final Command command;
    private final Path log;
    private final BoundedLog boundedLog;
    private final Path pidFile;
    private volatile List<String> warnings = List.of();
    private volatile boolean closed;
    private volatile Process process;

    private ChildService(Command command, DataFolder data) {
        this.command = command;
        this.log = data.subfolder("logs").resolve(command.name() + ".log");
        this.boundedLog = new BoundedLog(log);
        this.pidFile = pidFile(command, data);
        this.process = launch();
    }

    /**
     * Starts the service and returns once it is ready.
     *
     * @throws StartupException with the service's own words if it does not start within a minute
     */
    public static ChildService start(Command command, DataFolder data) {
        ChildService service = new ChildService(command, data);
        Thread watch = new Thread(service::keepAlive, command.name() + "-watch");
        watch.setDaemon(true);
        watch.start();
        return service;
    }

    /** What the child could not do for the user, a sentence each, as told at its latest start. */
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public void close() {
        closed = true;
        Process last = process;
        try {
            // The end of its standard input tells the child to stop.
            last.getOutputStream().close();
        } catch (IOException e) {
            LOG.debug("{} was gone already", command.name(), e);
        }
        try {
            if (!last.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} did not stop within {} s and is ended", command.name(), STOP_LIMIT.toSeconds());
                last.destroyForcibly().waitFor();
            }
            Files.deleteIfExists(pidFile);
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void keepAlive() {
        long pauseMs = 500;
        while (!closed) {
            try {
                while (!process.waitFor(LOOK_AT_LOG_S, TimeUnit.SECONDS)) {
                    boundedLog.look();
                }
                int exitCode = process.exitValue();
                if (closed) {
                    return;
                }
                LOG.warn(
                        "The embedded {} ended with code {}; starting it again. Its log: {}",
                        command.name(),
                        exitCode,
                        log);
                Thread.sleep(pauseMs);
                process = launch();
                pauseMs = 500;
                LOG.info("The embedded {} is back", command.name());
            } catch (StartupException e) {
                pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
                LOG.error("{} Next try in {} s.", e.getMessage(), pauseMs / 1000.0);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** The JIT options of this process, which were chosen for everything that a user starts. */
    private static List<String> compilerOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:Tier"))
                .toList();
    }

    private Process launch() {
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(compilerOptions());
        words.addAll(command.jvmOptions());
        // A crash of native code is reported where the other logs are, not in the folder where Clickreel was started.
        words.add("-XX:ErrorFile=" + log.resolveSibling(command.name() + "-crash-%p.log"));
        words.add(command.main().getName());
        words.addAll(command.arguments());
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // This process's environment has passwords of the whole pipeline.
        builder.environment().keySet().removeIf(name -> !PASSED_ON.matcher(name).matches());
        // Not on the command line: the system shows only its first few thousand characters, and an orphan is recognised
        // by the arguments that follow.
        builder.environment().put("CLASSPATH", classPath());
        try {
            boundedLog.look();
            boundedLog.forgetOldCrashes();
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            Process started = builder.start();
            Files.writeString(pidFile, Long.toString(started.pid()));
            tell(started);
            awaitReady(started, logStart);
            if (closed) {
                started.destroyForcibly();
            }
            return started;
        } catch (IOException e) {
            throw new StartupException("The embedded " + command.name() + " could not be started: " + e.getMessage());
        }
    }

    /** Tells the child its secrets. Its standard input stays open: the end of it tells the child to stop. */
    private void tell(Process started) {
        if (command.secrets().isEmpty()) {
            return;
        }
        try {
            ParentSecrets.write(command.secrets(), started.getOutputStream());
        } catch (IOException e) {
            // The child has ended already; awaitReady reports the reason.
            LOG.debug("{} did not take its secrets", command.name(), e);
        }
    }

    /** The class path with absolute paths: a service may work in another folder than this process. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void awaitReady(Process started, long logStart) {
        Thread limit = new Thread(
                () -> {
                    try {
                        Thread.sleep(START_LIMIT.toMillis());
                        started.destroyForcibly();
                    } catch (InterruptedException e) {
                        // It is ready.
                    }
                },
                command.name() + "-start-limit");
        limit.setDaemon(true);
        limit.start();
        try {
            BufferedReader out = started.inputReader();
            List<String> heard = new ArrayList<>();
            String line = out.readLine();
            while (line != null && !line.startsWith("ready")) {
                if (line.startsWith(WARNING)) {
                    heard.add(line.substring(WARNING.length()));
                }
                line = out.readLine();
            }
            warnings = List.copyOf(heard);
            if (line == null) {
                throw new StartupException(failure(logStart));
            }
        } catch (IOException e) {
            throw new StartupException(failure(logStart));
        } finally {
            limit.interrupt();
        }
    }

    /** Gives the last line that the child itself wrote as the reason. */
    private String failure(long logStart) {
        String reason = lastLine(logStart);
        return "The embedded " + command.name() + " did not start: " + (reason == null ? "it said nothing." : reason)
                + " Its log: " + log;
    }

    private @Nullable String lastLine(long from) {
        try (BufferedReader reader = Files.newBufferedReader(log)) {
            reader.skip(from);
            return reader.lines()
                    .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                    .reduce((first, last) -> last)
                    .orElse(null);
        } catch (IOException | UncheckedIOException e) {
            return null;
        }
    }

    /** Waits for a service that a killed Clickreel left behind and that still holds its ports and files to end. */
    public static void awaitOrphan(Command command, DataFolder data) {
        Path pidFile = pidFile(command, data);
        try {
            if (!Files.exists(pidFile)) {
                return;
            }
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            ProcessHandle orphan = ProcessHandle.of(pid)
                    .filter(candidate -> runs(candidate, command))
                    .orElse(null);
            if (orphan == null) {
                return;
            }
            LOG.info("Waiting for the {} of an earlier run (process {}) to end", command.name(), pid);
            try {
                orphan.onExit().get(ORPHAN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                orphan.destroyForcibly();
                orphan.onExit().get(ORPHAN_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (IOException | NumberFormatException | ExecutionException | TimeoutException e) {
            LOG.debug("No orphan of {} to wait for", command.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path pidFile(Command command, DataFolder data) {
        return data.subfolder("run").resolve(command.name() + ".pid");
    }

    /** A process id alone proves nothing: it may belong to another program by now. */
    private static boolean runs(ProcessHandle candidate, Command command) {
        String words = candidate.info().commandLine().orElse("");
        return words.contains(command.main().getName())
                && command.arguments().stream().allMatch(words::contains);
    }
}
