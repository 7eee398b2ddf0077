package io.clickreel.embedded.clickhouse;

import io.clickreel.StartupException;
import io.clickreel.embedded.clickhouse.engine.ChdbNative;
import io.clickreel.embedded.clickhouse.engine.DiskGuard;
import io.clickreel.embedded.clickhouse.engine.Engine;
import io.clickreel.embedded.clickhouse.engine.EngineConfig;
import io.clickreel.embedded.clickhouse.engine.Preload;
import io.clickreel.embedded.clickhouse.engine.StoreLock;
import io.clickreel.embedded.clickhouse.http.ClickHouseServer;
import io.clickreel.embedded.clickhouse.walls.Walls;
import io.clickreel.embedded.kernel.KernelWall;
import io.clickreel.embedded.process.ParentSecrets;
import io.clickreel.embedded.process.ParentWatch;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The child process that is the embedded ClickHouse.
 *
 * <p>Takes {@code --library --path [--host] [--port] [--max-memory-mb]}, "user" and "password" from standard input as
 * {@link ParentSecrets} has them, prints {@code ready <port>} once it answers, and ends when its standard input does.
 */
public final class ClickHouseServerMain {
    private static final Set<String> OPTIONS =
            Set.of("library", "path", "host", "port", "max-memory-mb", "walls", "remote");
    private static final Duration LOCK_WAIT = Duration.ofSeconds(15);

    private ClickHouseServerMain() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            run(options(args), ParentSecrets.read(System.in));
        } catch (StartupException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        } catch (IOException | RuntimeException | LinkageError e) {
            System.err.println("The embedded ClickHouse could not start: " + e);
            System.exit(1);
        }
    }

    private static void run(Map<String, String> options, Map<String, String> secrets)
            throws IOException, InterruptedException {
        Path library = Path.of(required(options, "library")).toAbsolutePath();
        if (!Files.isRegularFile(library)) {
            throw new StartupException("The library of the embedded ClickHouse, " + library + ", does not exist.");
        }
        Path dataDir =
                Files.createDirectories(Path.of(required(options, "path"))).toRealPath();
        // JNA and others unpack libraries into java.io.tmpdir; outside the data folder they could not be deleted later.
        System.setProperty("java.io.tmpdir", dataDir.resolve("tmp").toString());
        logPlainly();
        Walls walls = Walls.parse(options.getOrDefault("walls", "all"), options.getOrDefault("remote", ""));
        Path config = EngineConfig.write(dataDir, number(options, "max-memory-mb", 1500), walls.grants());
        if (!StoreLock.awaitFree(dataDir, LOCK_WAIT)) {
            throw new StartupException("The store " + dataDir + " of the embedded ClickHouse is in use by another"
                    + " process: is Clickreel running twice? Stop the other one, or set another data folder.");
        }
        ChdbNative.load(library);
        FileStore disk = Files.getFileStore(dataDir);
        List<Path> code = Preload.all();
        int port = number(options, "port", 0);
        // The engine writes some format schemas into its working directory.
        KernelWall.workIn(dataDir.resolve("tmp"));
        KernelWall.forgetEnvironment();
        walls.raise(dataDir, code, port).forEach(missing -> System.out.println("warning " + missing));
        Engine engine = Engine.open(dataDir, config);
        ClickHouseServer server = new ClickHouseServer(
                engine,
                DiskGuard.watch(engine, dataDir, disk),
                walls,
                options.getOrDefault("host", "127.0.0.1"),
                port,
                secrets.getOrDefault("user", "default"),
                secrets.getOrDefault("password", ""));
        int listening = server.start();
        ParentWatch.exitWithParent(() -> {
            server.stop();
            ChdbNative.endProcess();
        });
        System.out.println("ready " + listening);
        System.out.flush();
    }

    /** Uses Java's own logger: Log4j, for the few warnings of Vert.x, is a third of the start's CPU time. */
    private static void logPlainly() {
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        System.setProperty("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.JULLogDelegateFactory");
        System.setProperty("java.util.logging.SimpleFormatter.format", "%1$tFT%1$tT.%1$tL %4$s %3$s %5$s%6$s%n");
    }

    private static Map<String, String> options(String[] args) {
        Map<String, String> options = new HashMap<>();
        for (String arg : args) {
            int equals = arg.indexOf('=');
            if (!arg.startsWith("--") || equals < 0 || !OPTIONS.contains(arg.substring(2, equals))) {
                throw new StartupException("The embedded ClickHouse does not know the option " + arg
                        + "; it takes --name=value with a name of " + OPTIONS + ".");
            }
            options.put(arg.substring(2, equals), arg.substring(equals + 1));
        }
        return options;
    }

    private static String required(Map<String, String> options, String name) {
        String value = options.get(name);
        if (value == null || value.isEmpty()) {
            throw new StartupException("The embedded ClickHouse needs the option --" + name + "=...");
        }
        return value;
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        String value = options.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new StartupException("The option --" + name + "=" + value + " is not a number.", e);
        }
    }
}
