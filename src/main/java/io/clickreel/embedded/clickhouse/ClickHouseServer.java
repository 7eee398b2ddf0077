package io.clickreel.embedded.clickhouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.clickreel.StartupException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** ClickHouse's HTTP interface in front of the embedded engine, so that every ClickHouse client works unchanged. */
final class ClickHouseServer {
    private static final int READONLY = 164;

    private static final int THREADS = 32;

    /** As much as a server's threads have: deep queries recurse deeply in the engine's parser. */
    private static final long STACK_BYTES = 8L << 20;

    private static final Duration STOP_WAIT = Duration.ofSeconds(5);

    private static final String NO_SUCH_PATH = """
            There is no handle %s

            Use / or /ping for health checks.
            Or /replicas_status for more sophisticated health checks.

            Send queries from your program with POST method or GET /?query=...
            """;

    private final Engine engine;
    private final HttpServer http;
    private final ThreadPoolExecutor threads;
    private final StatementRunner runner;
    private final byte[] user;
    private final byte[] password;
    private final String timezone;

    /** @param port 0 for any free one */
    ClickHouseServer(Engine engine, DiskGuard disk, Walls walls, String host, int port, String user, String password)
            throws IOException {
        InetAddress address = InetAddress.getByName(host);
        if (password.isEmpty() && !address.isLoopbackAddress()) {
            throw new StartupException("The embedded ClickHouse would listen on " + host + " without a password, open"
                    + " to the whole network. Set CLICKHOUSE_PASSWORD, or leave its host at 127.0.0.1.");
        }
        this.engine = engine;
        this.runner = new StatementRunner(engine, disk, walls.syntax(engine));
        this.user = user.getBytes(StandardCharsets.UTF_8);
        this.password = password.getBytes(StandardCharsets.UTF_8);
        try (EngineConnection connection = engine.connect()) {
            connection.execute("CREATE DATABASE IF NOT EXISTS clickreel");
            try (QueryResult result =
                    connection.query("SELECT timezone()".getBytes(StandardCharsets.UTF_8), "TSVRaw", Map.of())) {
                timezone = result.asText().trim();
            }
        }
        try {
            http = HttpServer.create(new InetSocketAddress(address, port), 256);
        } catch (IOException e) {
            throw new StartupException(
                    "The embedded ClickHouse cannot listen on " + host + ":" + port + ": " + e.getMessage()
                            + ". Stop the program that has this port, or choose another with CLICKHOUSE_PORT.",
                    e);
        }
        threads = new ThreadPoolExecutor(
                THREADS, THREADS, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ClickHouseServer::thread);
        threads.allowCoreThreadTimeOut(true);
        http.setExecutor(threads);
        http.createContext("/", this::handle);
    }

    private static final AtomicInteger THREAD_NUMBER = new AtomicInteger();

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "clickhouse-http-" + THREAD_NUMBER.incrementAndGet(), STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** @return the port it listens on */
    int start() {
        http.start();
        return http.getAddress().getPort();
    }

    void stop() {
        http.stop(0);
        threads.shutdown();
        engine.closeWithin(STOP_WAIT);
    }

    /** Tells the user of a browser or of curl why a change was refused, in a server's words. */
    private static EngineException explained(EngineException error, HttpExchange exchange) {
        String text = String.valueOf(error.getMessage());
        return error.code() == READONLY && !exchange.getRequestMethod().equals("POST")
                ? new EngineException(text.replace(
                        "in readonly mode.",
                        "in readonly mode. For queries over HTTP, method GET implies readonly. You should use method"
                                + " POST for modifying queries."))
                : error;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Reply reply = new Reply(exchange);
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/ping", "/replicas_status" -> reply.text(200, "Ok.\n");
            case "/" -> statement(exchange, reply);
            default -> reply.text(404, NO_SUCH_PATH.formatted(path));
        }
    }

    private void statement(HttpExchange exchange, Reply reply) throws IOException {
        RequestBody body = new RequestBody(exchange, false);
        try {
            HttpRequest request = new HttpRequest(exchange);
            if (!request.method.equals("POST") && !request.hasQuery()) {
                reply.text(200, "Ok.\n");
                return;
            }
            body = new RequestBody(exchange, request.flag("decompress"));
            reply.header("X-ClickHouse-Query-Id", request.queryId);
            reply.header("X-ClickHouse-Server-Display-Name", "clickreel");
            reply.header("X-ClickHouse-Timezone", timezone);
            authenticate(request);
            InputStream plain = body.open();
            runner.run(request, plain, reply);
        } catch (EngineException e) {
            answerError(explained(e, exchange), body, reply);
        } catch (IOException e) {
            if (body.isCutOff()) {
                throw e;
            }
            answerError(
                    new EngineException(
                            33, "CANNOT_READ_ALL_DATA", "Cannot read the request's body: " + e.getMessage()),
                    body,
                    reply);
        } catch (RuntimeException | LinkageError e) {
            // A fault of ours: the client gets an answer, the operator the trace.
            e.printStackTrace();
            answerError(
                    new EngineException(1001, "STD_EXCEPTION", "The front of the embedded ClickHouse failed: " + e),
                    body,
                    reply);
        }
    }

    private static void answerError(EngineException error, RequestBody body, Reply reply) throws IOException {
        // A client that is still sending does not read; it would see a broken connection instead of the error.
        if (!body.drain()) {
            reply.header("Connection", "close");
        }
        reply.fail(error);
    }

    private void authenticate(HttpRequest request) {
        String[] given = request.credentials();
        boolean userMatches = MessageDigest.isEqual(user, given[0].getBytes(StandardCharsets.UTF_8));
        boolean passwordMatches = MessageDigest.isEqual(password, given[1].getBytes(StandardCharsets.UTF_8));
        if (!(userMatches & passwordMatches)) {
            throw new EngineException(
                    516,
                    "AUTHENTICATION_FAILED",
                    given[0] + ": Authentication failed: password is incorrect, or there is no user with such name.");
        }
    }
}
