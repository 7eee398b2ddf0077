package io.clickreel.embedded.clickhouse;

import io.clickreel.embedded.clickhouse.install.FileTrees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The one embedded ClickHouse that all tests of a run share; it starts with the first that asks. */
public final class SharedClickHouse {
    private static final String PASSWORD = "pass word/ü";
    private static final ChildServer SERVER = start();

    private SharedClickHouse() {}

    private static ChildServer start() {
        try {
            Path root = Files.createTempDirectory("clickreel-clickhouse-");
            ChildServer server = ChildServer.start(root.resolve("store"), PASSWORD);
            if (server.port == null) {
                throw new IllegalStateException("the embedded ClickHouse did not start: " + server.errors());
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, root)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void stop(ChildServer server, Path root) {
        try {
            server.close();
            FileTrees.delete(root);
        } catch (IOException | InterruptedException e) {
            System.err.println("The shared ClickHouse of the tests was not cleaned up: " + e);
        }
    }

    public static String host() {
        return "127.0.0.1";
    }

    public static int port() {
        return SERVER.port;
    }

    public static String user() {
        return "default";
    }

    public static String password() {
        return PASSWORD;
    }

    public static URI uri() {
        return URI.create("http://" + host() + ":" + port() + "/");
    }

    static ChildServer server() {
        return SERVER;
    }
}
