package io.clickreel.embedded.clickhouse.http;

import io.clickreel.RootCause;
import io.clickreel.StartupException;
import io.clickreel.embedded.clickhouse.engine.DiskGuard;
import io.clickreel.embedded.clickhouse.engine.Engine;
import io.clickreel.embedded.clickhouse.engine.EngineConnection;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.QueryResult;
import io.clickreel.embedded.clickhouse.http.body.MultipartForm;
import io.clickreel.embedded.clickhouse.http.body.RequestBody;
import io.clickreel.embedded.clickhouse.walls.Walls;
import io.clickreel.http.BrowserGuard;
import io.clickreel.http.RequestHeads;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * ClickHouse's HTTP interface in front of the embedded engine, so that every ClickHouse client works unchanged.
 *
 * <p>Heads are read on one event loop, where a slow client costs a connection and no thread.
 */
public final class ClickHouseServer {
    private static final int READONLY = 164;

    /** Limit for the address, as ClickHouse's http_max_uri_size, and for the fields of the head together. */
    private static final int LONGEST_ADDRESS_BYTES = 1 << 20;

    private static final int PIECE_BYTES = 64 * 1024;
    private static final Duration STOP_WAIT = Duration.ofSeconds(5);
    private static final long SESSIONS_LOOK_S = 10;

    private static final String NO_SUCH_PATH = """
            There is no handle %s

            Use / or /ping for health checks.
            Or /replicas_status for more sophisticated health checks.

            Send queries from your program with POST method or GET /?query=...
            """;

    private static final String NO_PLAY = """
            There is no %s here: a page of this address could run SQL for whoever is at the browser. Use a client such as
            curl, DBeaver or clickhouse-connect, or Clickreel's own page.
            """;

    private final Engine engine;
    private final StatementRunner runner;
    private final Sessions sessions;
    private final BrowserGuard browsers;
    private final byte[] user;
    private final byte[] password;
    private final String timezone;
    private final ScheduledExecutorService service =
            Executors.newSingleThreadScheduledExecutor(task -> StatementThreads.thread(task, "clickhouse-service"));
    private final Vertx vertx;
    private final StatementThreads threads;
    private final HttpServer http;
    private final String host;
    private final int port;

    /** @param port 0 for any free one */
    public ClickHouseServer(
            Engine engine, DiskGuard disk, Walls walls, String host, int port, String user, String password)
            throws IOException {
        InetAddress address = InetAddress.getByName(host);
        if (password.isEmpty() && !address.isLoopbackAddress()) {
            throw new StartupException("The embedded ClickHouse would listen on " + host + " without a password, open"
                    + " to the whole network. Set CLICKHOUSE_PASSWORD, or leave its host at 127.0.0.1.");
        }
        this.engine = engine;
        this.host = host;
        this.port = port;
        this.sessions = new Sessions(engine);
        this.runner = new StatementRunner(engine, disk, walls.syntax(engine), sessions, service);
        this.browsers = BrowserGuard.of("The embedded ClickHouse", host);
        this.user = user.getBytes(StandardCharsets.UTF_8);
        this.password = password.getBytes(StandardCharsets.UTF_8);
        try (EngineConnection connection = engine.connect()) {
            connection.execute("CREATE DATABASE IF NOT EXISTS clickreel");
            try (QueryResult result =
                    connection.query("SELECT timezone()".getBytes(StandardCharsets.UTF_8), "TSVRaw", Map.of())) {
                timezone = result.asText().trim();
            }
        }
        service.scheduleWithFixedDelay(sessions::endUnused, SESSIONS_LOOK_S, SESSIONS_LOOK_S, TimeUnit.SECONDS);
        vertx = Vertx.vertx(
                new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1).setInternalBlockingPoolSize(1));
        threads = new StatementThreads(vertx);
        ClientConnections connections = new ClientConnections();
        connections.watch(vertx);
        http = vertx.createHttpServer(new HttpServerOptions()
                        .setTcpNoDelay(true)
                        .setAcceptBacklog(1024)
                        .setHttp2ClearTextEnabled(false)
                        .setHandle100ContinueAutomatically(true)
                        .setMaxInitialLineLength(LONGEST_ADDRESS_BYTES)
                        .setMaxHeaderSize(LONGEST_ADDRESS_BYTES)
                        .setMaxChunkSize(PIECE_BYTES))
                .connectionHandler(connections::opened)
                .requestHandler(request -> {
                    connections.asked(request);
                    handle(request);
                });
    }

    /** @return the port it listens on */
    public int start() throws InterruptedException {
        try {
            return http.listen(port, host)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get()
                    .actualPort();
        } catch (ExecutionException e) {
            throw new StartupException(
                    "The embedded ClickHouse cannot listen on " + host + ":" + port + ": "
                            + RootCause.of(e)
                            + ". Stop the program that has this port, or choose another with CLICKHOUSE_PORT.",
                    e);
        }
    }

    public void stop() {
        vertx.close();
        sessions.endAll();
        engine.closeWithin(STOP_WAIT);
    }

    /** Runs on the event loop, with the head alone: who may not ask is told so before sending anything. */
    private void handle(HttpServerRequest request) {
        HttpCall call = new HttpCall(request);
        Reply reply = new Reply(call);
        String refusal = RequestHeads.refusal(browsers, request);
        String path = call.path();
        try {
            if (refusal != null) {
                call.closeAfterwards();
                reply.text(403, refusal + "\n");
            } else if (path == null || !path.equals("/")) {
                other(String.valueOf(path), reply);
            } else {
                statement(call, reply);
            }
        } catch (EngineException e) {
            fail(call, reply, e);
        } catch (IOException | RuntimeException e) {
            call.cut();
        }
    }

    private static void other(String path, Reply reply) throws IOException {
        switch (path) {
            case "/ping", "/replicas_status" -> reply.text(200, "Ok.\n");
            case "/play", "/dashboard", "/binary", "/merges", "/jemalloc" -> reply.text(404, NO_PLAY.formatted(path));
            default -> reply.text(404, NO_SUCH_PATH.formatted(path));
        }
    }

    private void statement(HttpCall call, Reply reply) throws IOException {
        HttpRequest request = new HttpRequest(call);
        if (!request.method.equals("POST") && !request.hasQuery()) {
            reply.text(200, "Ok.\n");
            return;
        }
        reply.header("X-ClickHouse-Query-Id", request.queryId);
        reply.header("X-ClickHouse-Server-Display-Name", "clickreel");
        reply.header("X-ClickHouse-Timezone", timezone);
        authenticate(request);
        refuseOtherParts(call);
        threads.begin(call, () -> run(request, call, reply), refusal -> fail(call, reply, refusal));
    }

    private void run(HttpRequest request, HttpCall call, Reply reply) {
        RequestBody body = new RequestBody(call.body(), call.header("Content-Encoding"), request.flag("decompress"));
        try {
            try {
                InputStream plain = body.open();
                runner.run(request, call, plain, reply);
            } catch (EngineException e) {
                answerError(explained(e, request), call, body, reply);
            } catch (IOException e) {
                if (body.isCutOff()) {
                    throw e;
                }
                answerError(
                        new EngineException(
                                33, "CANNOT_READ_ALL_DATA", "Cannot read the request's body: " + e.getMessage()),
                        call,
                        body,
                        reply);
            } catch (OutOfMemoryError e) {
                answerError(
                        new EngineException(
                                241,
                                "MEMORY_LIMIT_EXCEEDED",
                                "The front of the embedded ClickHouse has no memory for this request: " + e.getMessage()
                                        + ". Make the statement shorter, or ask less at once."),
                        call,
                        body,
                        reply);
            } catch (RuntimeException | Error e) {
                // A fault of ours: the client gets an answer, the operator the trace.
                e.printStackTrace();
                answerError(
                        new EngineException(1001, "STD_EXCEPTION", "The front of the embedded ClickHouse failed: " + e),
                        call,
                        body,
                        reply);
            }
        } catch (IOException | RuntimeException | Error e) {
            // The client is gone, or has a part of an answer that cannot be finished.
            call.cut();
        }
    }

    private static void answerError(EngineException error, HttpCall call, RequestBody body, Reply reply)
            throws IOException {
        // A client that is still sending does not read; it would see a broken connection instead of the error.
        if (!body.drain()) {
            call.closeAfterwards();
        }
        reply.fail(error);
    }

    private static void fail(HttpCall call, Reply reply, EngineException error) {
        try {
            call.closeAfterwards();
            reply.fail(error);
        } catch (IOException e) {
            call.cut();
        }
    }

    /** Adds for users of a browser or of curl why a change was refused, as a server does. */
    private static EngineException explained(EngineException error, HttpRequest request) {
        String text = String.valueOf(error.getMessage());
        return error.code() == READONLY && !request.method.equals("POST") && !text.contains("GET implies")
                ? new EngineException(text.replace(
                        "in readonly mode.",
                        "in readonly mode. For queries over HTTP, method GET implies readonly. You should use method"
                                + " POST for modifying queries."))
                : error;
    }

    private static void refuseOtherParts(HttpCall call) {
        @Nullable String type = call.header("Content-Type");
        if (type != null && type.regionMatches(true, 0, "multipart/", 0, 10) && !MultipartForm.isIn(type)) {
            throw new EngineException(
                    48,
                    "NOT_IMPLEMENTED",
                    "A body of " + type.split(";", 2)[0] + " is not read here. Send parameters and external tables as "
                            + MultipartForm.TYPE + ", and statements as plain text.");
        }
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
