package io.clickreel.embedded.clickhouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What SQL must not reach: a folder beside the store with secrets and a program in it, the folder that the server is started
 * in, its environment, and a port. It notices whatever is read, changed, run or asked there.
 */
final class OutsideWorld implements AutoCloseable {
    final Path root;
    final Path store;
    final Path outside;
    final Path working;
    final String fileSecret = "secret" + UUID.randomUUID().toString().replace("-", "");
    final String environmentSecret = "hidden" + UUID.randomUUID().toString().replace("-", "");
    final String password = "word" + UUID.randomUUID().toString().replace("-", "");

    private final ServerSocket forbidden;
    private final HttpServer allowed;
    private final AtomicInteger visits = new AtomicInteger();
    private Map<String, String> before;

    OutsideWorld(Path root) throws IOException {
        this.root = root;
        store = root.resolve("store");
        outside = Files.createDirectories(root.resolve("outside"));
        working = Files.createDirectories(root.resolve("working"));
        Files.createDirectories(outside.resolve("lake/metadata"));
        Files.writeString(outside.resolve("secret.txt"), fileSecret + "\n");
        Files.writeString(outside.resolve("secret.csv"), "a,b\n" + fileSecret + ",1\n");
        Files.writeString(working.resolve("secret.csv"), "a,b\n" + fileSecret + ",1\n");
        Files.writeString(outside.resolve("evil.so"), "no library");
        Files.createDirectories(store.resolve("user_files"));
        Files.createDirectories(store.resolve("user_scripts"));
        Files.createSymbolicLink(store.resolve("user_files/link"), outside);
        for (Path folder : List.of(outside, store.resolve("user_scripts"))) {
            Path script = folder.resolve("hostile.sh");
            Files.writeString(script, "#!/bin/sh\ntouch '" + outside + "/was-run'\ncat '" + outside + "/secret.txt'\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + script + " executable");
            }
        }
        forbidden = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::count, "forbidden-port");
        thread.setDaemon(true);
        thread.start();
        allowed = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        allowed.createContext("/", this::answer);
        allowed.start();
        before = snapshot();
    }

    int forbiddenPort() {
        return forbidden.getLocalPort();
    }

    int allowedPort() {
        return allowed.getAddress().getPort();
    }

    private void count() {
        while (!forbidden.isClosed()) {
            try {
                forbidden.accept().close();
                visits.incrementAndGet();
            } catch (IOException e) {
                // It was closed, or the visitor has left.
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/redirect/")) {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + path.substring(10) + "/");
            exchange.sendResponseHeaders(302, -1);
        } else {
            byte[] body = ("(file('" + outside + "/secret.txt'))").getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(200, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
        exchange.close();
    }

    boolean isSecret(String answer) {
        return answer.contains(fileSecret) || answer.contains(environmentSecret) || answer.contains(password);
    }

    /** What has happened here since it was last asked, a sentence each. */
    List<String> traces() {
        List<String> traces = new ArrayList<>();
        Map<String, String> now = snapshot();
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(now);
        for (String path : all.keySet()) {
            if (!String.valueOf(before.get(path)).equals(now.get(path))) {
                traces.add(path + " was " + before.get(path) + " and is " + now.get(path));
            }
        }
        before = now;
        int visited = visits.getAndSet(0);
        if (visited > 0) {
            traces.add(visited + " connections to a port that is not allowed");
        }
        return traces;
    }

    private Map<String, String> snapshot() {
        Map<String, String> files = new TreeMap<>();
        for (Path folder : List.of(outside, working)) {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : (Iterable<Path>) paths::iterator) {
                    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                    files.put(
                            root.relativize(path).toString(),
                            attributes.size() + " bytes, changed " + attributes.lastModifiedTime());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return files;
    }

    @Override
    public void close() throws IOException {
        forbidden.close();
        allowed.stop(0);
    }
}
