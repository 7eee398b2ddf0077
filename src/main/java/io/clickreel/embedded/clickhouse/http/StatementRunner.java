package io.clickreel.embedded.clickhouse.http;

import io.clickreel.embedded.clickhouse.engine.DiskGuard;
import io.clickreel.embedded.clickhouse.engine.Engine;
import io.clickreel.embedded.clickhouse.engine.EngineConnection;
import io.clickreel.embedded.clickhouse.engine.EngineException;
import io.clickreel.embedded.clickhouse.engine.InsertStream;
import io.clickreel.embedded.clickhouse.engine.QueryResult;
import io.clickreel.embedded.clickhouse.engine.ResultStream;
import io.clickreel.embedded.clickhouse.http.body.MultipartForm;
import io.clickreel.embedded.clickhouse.http.format.NativeRevision;
import io.clickreel.embedded.clickhouse.http.format.StreamedFormat;
import io.clickreel.embedded.clickhouse.walls.SyntaxWall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs one statement: an INSERT with data as a stream into the engine, a SELECT as a stream out of it, others plainly. */
public final class StatementRunner {
    /** An INSERT with data is parsed only with a FORMAT; the engine gets the real one separately. */
    private static final byte[] SOME_FORMAT = " FORMAT Native".getBytes(StandardCharsets.US_ASCII);

    private static final long KILL_PAUSE_MS = 200;
    /** Up to this size data in format Values may hold expressions; beyond it only plain values. */
    private static final int MAX_VALUES_BYTES = 4 << 20;

    private static final Map<String, String> EXPRESSIONS = expressions("1");
    private static final Map<String, String> NO_EXPRESSIONS = expressions("0");

    private final Engine engine;
    private final DiskGuard disk;
    private final @Nullable SyntaxWall wall;

    private final Sessions sessions;
    private final QueryIds ids = new QueryIds();
    private final ScheduledExecutorService killing;

    /**
     * @param wall null to run whatever the engine accepts
     * @param killing the thread that ends queries of clients that are gone
     */
    StatementRunner(
            Engine engine,
            DiskGuard disk,
            @Nullable SyntaxWall wall,
            Sessions sessions,
            ScheduledExecutorService killing) {
        this.engine = engine;
        this.disk = disk;
        this.wall = wall;
        this.sessions = sessions;
        this.killing = killing;
    }

    void run(HttpRequest request, HttpCall call, InputStream body, Reply reply) throws IOException {
        ids.begin(request.queryId);
        try {
            String session = request.session();
            if (session == null) {
                try (EngineConnection connection = engine.connect()) {
                    run(connection, request, call, body, reply);
                }
            } else {
                inSession(session, request, call, body, reply);
            }
        } finally {
            ids.end(request.queryId);
        }
        // A client that has the answer finds its session free and its query gone.
        reply.complete();
    }

    private void inSession(String name, HttpRequest request, HttpCall call, InputStream body, Reply reply)
            throws IOException {
        boolean ends = request.flag("close_session");
        EngineConnection.requireNames(request.settings.keySet());
        try (Sessions.Session session = sessions.take(name, request.sessionTimeout(), request.flag("session_check"))) {
            Map<String, String> before = session.connection.changed(request.settings.keySet());
            try {
                run(session.connection, request, call, body, reply);
            } finally {
                // Settings in the address hold for one statement only.
                session.connection.restore(request.settings.keySet(), before);
                if (ends) {
                    sessions.end(name);
                }
            }
        }
    }

    private void run(EngineConnection connection, HttpRequest request, HttpCall call, InputStream body, Reply reply)
            throws IOException {
        if (!request.isForm()) {
            statement(connection, request, call, body, reply);
            return;
        }
        try (ExternalTables tables = new ExternalTables(connection)) {
            MultipartForm.read(
                    request.contentType(),
                    body,
                    request::addField,
                    (name, data) -> load(connection, request, tables, name, data));
            statement(connection, request, call, InputStream.nullInputStream(), reply);
        }
    }

    private void load(
            EngineConnection connection, HttpRequest request, ExternalTables tables, String name, InputStream data)
            throws IOException {
        String definition = ExternalTables.definition(request, name);
        byte[] sql = definition.getBytes(StandardCharsets.UTF_8);
        check(request, sql);
        requireOne(connection, sql);
        // Settings may say how the format is read. A read-only connection could make no table.
        Map<String, String> settings = new LinkedHashMap<>(request.settings);
        settings.remove("readonly");
        connection.set(settings);
        insert(connection, tables.make(definition, name), ExternalTables.format(request, name), Map.of(), data)
                .close();
    }

    private void statement(
            EngineConnection connection, HttpRequest request, HttpCall call, InputStream body, Reply reply)
            throws IOException {
        StatementText text = StatementText.read(request.urlQuery(), body);
        InsertHead insert = text.insert();
        if (insert != null) {
            requireWritable(request);
            check(request, StatementText.joined(insert.sql(), SOME_FORMAT));
            disk.requireSpace();
            prepare(connection, request);
            String format = insert.format() == null ? request.defaultFormat() : insert.format();
            try (QueryResult result = insert(
                    connection,
                    insert.sql(),
                    format == null ? "Values" : format,
                    request.parameters,
                    text.data(insert))) {
                reply.add(result.progress());
            }
            return;
        }
        byte[] sql = text.whole();
        check(request, sql);
        SelectShape shape = SelectShape.of(sql);
        if (!shape.select() && !StatementText.onlyTells(sql)) {
            requireWritable(request);
        }
        prepare(connection, request);
        requireOne(connection, sql);
        byte[] ofIds = wall != null && QueryIds.mayConcern(sql) ? QueryIds.translated(wall.written(sql)) : null;
        boolean endsWithClient =
                shape.select() && !"0".equals(request.settings.get("cancel_http_readonly_queries_on_client_close"));
        call.onClose(endsWithClient ? () -> kill(request.queryId) : null);
        try {
            answer(connection, request, ofIds == null ? sql : ofIds, shape, reply);
        } finally {
            call.onClose(null);
        }
    }

    /** Kills the query, repeatedly, because it may not have started yet. */
    private void kill(String id) {
        if (ids.isRunning(id)) {
            killing.execute(() -> {
                try (EngineConnection connection = engine.connect()) {
                    connection.execute(QueryIds.kill(id));
                }
            });
            killing.schedule(() -> kill(id), KILL_PAUSE_MS, TimeUnit.MILLISECONDS);
        }
    }

    /** Read-only cannot be undone, so a session's connection cannot be made so for one statement. */
    private static void requireWritable(HttpRequest request) {
        if (request.session() != null && request.readonly()) {
            throw new EngineException(
                    164,
                    "READONLY",
                    "Cannot execute query in readonly mode. For queries over HTTP, method GET implies readonly. You should"
                            + " use method POST for modifying queries.");
        }
    }

    private void check(HttpRequest request, byte[] sql) {
        if (wall != null) {
            request.settings.forEach(wall::checkSetting);
            wall.check(sql, request.parameters);
        }
    }

    private static void requireOne(EngineConnection connection, byte[] sql) {
        if (connection.statementCount(sql) > 1) {
            throw new EngineException(
                    62, "SYNTAX_ERROR", "Syntax error (Multi-statements are not allowed): send one at a time.");
        }
    }

    private static void prepare(EngineConnection connection, HttpRequest request) {
        if (!request.database().equals("default")) {
            connection.use(request.database());
        }
        Map<String, String> settings = request.settings;
        if (request.session() != null) {
            settings = new LinkedHashMap<>(settings);
            settings.remove("readonly");
        }
        connection.set(settings);
    }

    private QueryResult insert(
            EngineConnection connection, byte[] sql, String format, Map<String, String> parameters, InputStream data)
            throws IOException {
        InputStream checked = format.equalsIgnoreCase("Values") ? values(connection, data) : data;
        try (InsertStream stream = connection.insert(sql, format, parameters)) {
            stream.append(checked);
            return stream.commit();
        }
    }

    private static Map<String, String> expressions(String value) {
        return Map.of(
                "input_format_values_interpret_expressions",
                value,
                "input_format_values_deduce_templates_of_expressions",
                value);
    }

    /** Expressions in VALUES are SQL as well: the engine refuses them unless the wall has checked them. */
    private InputStream values(EngineConnection connection, InputStream data) throws IOException {
        if (wall == null) {
            connection.set(EXPRESSIONS);
            return data;
        }
        byte[] start = data.readNBytes(MAX_VALUES_BYTES);
        boolean checked = start.length < MAX_VALUES_BYTES && wall.checkValues(start);
        // In a session the settings of the request before would still hold.
        connection.set(checked ? EXPRESSIONS : NO_EXPRESSIONS);
        return new SequenceInputStream(new ByteArrayInputStream(start), data);
    }

    private static void answer(
            EngineConnection connection, HttpRequest request, byte[] sql, SelectShape shape, Reply reply)
            throws IOException {
        String format = shape.format();
        if (format == null) {
            format = request.defaultFormat() == null ? "TabSeparated" : request.defaultFormat();
        }
        NativeRevision revision = NativeRevision.of(request.protocolVersion(), format);
        OutputStream out = reply.body(request, format);
        StreamedFormat streamed =
                shape.select() && !request.flag("wait_end_of_query") ? StreamedFormat.of(format) : null;
        if (streamed == null || !stream(connection, request, sql, format, streamed, revision, out, reply)) {
            try (QueryResult result = connection.query(sql, format, request.parameters)) {
                reply.add(result.progress());
                revision.copy(result, 0, out);
            }
        }
    }

    /** @return false if the engine does not stream this kind of statement; nothing was run then */
    private static boolean stream(
            EngineConnection connection,
            HttpRequest request,
            byte[] sql,
            String format,
            StreamedFormat streamed,
            NativeRevision revision,
            OutputStream out,
            Reply reply)
            throws IOException {
        ResultStream results;
        try {
            results = connection.stream(sql, format, request.parameters);
        } catch (EngineException e) {
            if (String.valueOf(e.getMessage()).contains("Streaming query is not supported")) {
                return false;
            }
            throw e;
        }
        try (results) {
            for (QueryResult next = results.next(); next != null; next = results.next()) {
                try (QueryResult chunk = next) {
                    reply.add(chunk.progress());
                    revision.copy(chunk, streamed.repeated(chunk), out);
                }
            }
        }
        return true;
    }
}
