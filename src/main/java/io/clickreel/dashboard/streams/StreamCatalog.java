package io.clickreel.dashboard.streams;

import io.clickreel.RootCause;
import io.clickreel.clickhouse.ClickHouse;
import io.clickreel.clickhouse.ClickHouseFailure;
import io.clickreel.dashboard.questions.Catalog;
import io.clickreel.dashboard.questions.NoAnswerException;
import io.clickreel.dashboard.questions.Question;
import io.clickreel.dashboard.questions.QuestionCatalog;
import io.clickreel.dashboard.streams.StreamTable.Column;
import io.clickreel.stream.Stream;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams, and their questions: those of the files, and those that are made from each stream's table. A file of a
 * stream takes the place of a made question of the same name.
 *
 * <p>What the tables are like is known for some seconds. While ClickHouse does not answer, it is what was known before. A
 * table that cannot be read takes nothing from the other streams.
 */
public final class StreamCatalog implements Catalog {
    private static final Logger LOG = LoggerFactory.getLogger(StreamCatalog.class);
    private static final long KNOWN_FOR_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** So long an asker waits for what the tables are like now; ClickHouse itself may take longer. */
    private static final long WAIT_MS = 1_500;

    /** Reads those of these tables that there are, by name. */
    interface Reader {
        Map<String, StreamTable> read(Collection<String> names);
    }

    /**
     * @param problems why nothing is known of a stream's table, by the stream's name
     * @param failure why nothing is known of any table
     */
    private record Known(
            List<Stream> streams,
            long atNanos,
            Map<String, StreamTable> tables,
            Map<String, Question> questions,
            Map<String, String> problems,
            @Nullable ClickHouseFailure failure) {
        boolean isOf(List<Stream> now) {
            return streams.equals(now);
        }

        boolean isNew() {
            return System.nanoTime() - atNanos < KNOWN_FOR_NANOS;
        }

        Known after(ClickHouseFailure later, List<Stream> asked) {
            return new Known(asked, System.nanoTime(), tables, questions, problems, later);
        }

        @Nullable
        String problemOf(Stream stream) {
            return failure == null || tables.containsKey(stream.table())
                    ? problems.get(stream.name())
                    : failure.getMessage();
        }
    }

    private final QuestionCatalog files;
    private final Supplier<List<StreamRoute>> routes;
    private final Reader reader;
    private volatile Known known = new Known(List.of(), 0, Map.of(), Map.of(), Map.of(), null);
    private @Nullable CompletableFuture<Void> reading;

    /** @param routes the streams at the moment, also those that are off */
    public StreamCatalog(QuestionCatalog files, Supplier<List<StreamRoute>> routes, ClickHouse clickHouse) {
        this(files, routes, names -> StreamTables.read(clickHouse, names));
    }

    StreamCatalog(QuestionCatalog files, Supplier<List<StreamRoute>> routes, Reader reader) {
        this.files = files;
        this.routes = routes;
        this.reader = reader;
    }

    @Override
    public Collection<Question> all() {
        return all(known(routes.get()));
    }

    private Collection<Question> all(Known of) {
        Map<String, Question> all = new TreeMap<>(of.questions());
        files.all().forEach(question -> all.put(question.name(), question));
        return all.values();
    }

    @Override
    public Optional<Question> find(String name) {
        Optional<Question> file = files.find(name);
        if (file.isPresent()) {
            return file;
        }
        List<StreamRoute> streams = routes.get();
        Known now = known(streams);
        Question made = now.questions().get(name);
        if (made == null && (now.failure() != null || !now.isOf(streamsOf(streams)))) {
            throw NoAnswerException.silent(now.failure());
        }
        if (made == null) {
            refuseOfAStreamWithAProblem(name, now);
        }
        return Optional.ofNullable(made);
    }

    /** Nobody knows whether such a stream has the question. */
    private static void refuseOfAStreamWithAProblem(String name, Known now) {
        now.problems().forEach((stream, problem) -> {
            if (name.startsWith(stream + "-")) {
                throw new NoAnswerException(problem, null);
            }
        });
    }

    @Override
    public boolean isWritten(String name) {
        return files.isWritten(name);
    }

    @Override
    public List<Question> live() {
        return files.live();
    }

    /** The streams, with all that is asked of them. */
    public List<StreamEntry> streams() {
        List<StreamRoute> now = routes.get();
        Known of = known(now);
        Collection<Question> questions = all(of);
        return now.stream().map(route -> entry(route, of, questions)).toList();
    }

    private static StreamEntry entry(StreamRoute route, Known known, Collection<Question> questions) {
        Stream stream = route.stream();
        Optional<StreamTable> table = Optional.ofNullable(known.tables().get(stream.table()));
        return new StreamEntry(
                stream.name(),
                route.description(),
                stream.topic(),
                stream.deadTopic(),
                stream.table(),
                stream.enabled(),
                route.enabledBy(),
                route.isRunning(),
                known.problemOf(stream),
                table.map(StreamTable::rows).orElse(null),
                table.flatMap(StreamTable::time).map(Column::name).orElse(null),
                table.flatMap(StreamTable::user).map(Column::name).orElse(null),
                table.map(StreamTable::values).orElse(List.of()).stream()
                        .map(Column::name)
                        .toList(),
                questions.stream()
                        .filter(question -> stream.name().equals(question.stream()))
                        .map(Question::name)
                        .toList());
    }

    private static List<Stream> streamsOf(List<StreamRoute> routes) {
        return routes.stream().map(StreamRoute::stream).toList();
    }

    private Known known(List<StreamRoute> of) {
        List<Stream> streams = streamsOf(of);
        if (!known.isOf(streams) || !known.isNew()) {
            try {
                reading(streams).get(WAIT_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return known;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException e) {
                throw new IllegalStateException("The tables of the streams could not be read.", e);
            }
        }
        return known;
    }

    /** At most one reads at a time, in a thread of its own: ClickHouse may be silent for long. */
    private synchronized CompletableFuture<Void> reading(List<Stream> streams) {
        CompletableFuture<Void> now = reading;
        if (now == null || now.isDone()) {
            now = CompletableFuture.runAsync(() -> read(streams), task -> {
                Thread thread = new Thread(task, "dashboard-streams");
                thread.setDaemon(true);
                thread.start();
            });
            reading = now;
        }
        return now;
    }

    private void read(List<Stream> streams) {
        try {
            Map<String, String> problems = new TreeMap<>();
            Map<String, StreamTable> tables = tables(streams, problems);
            Map<String, Question> questions = new TreeMap<>();
            for (Stream stream : streams) {
                StreamTable table = tables.get(stream.table());
                try {
                    if (table != null) {
                        new StreamQuestions(stream, table, streams)
                                .of(files.ofEachStream())
                                .forEach(question -> questions.put(question.name(), question));
                    } else {
                        problems.putIfAbsent(
                                stream.name(),
                                "There is no table " + stream.table() + " for the stream " + stream.name()
                                        + ". './clickreel up' makes it, if a file of ddl/ does.");
                    }
                } catch (RuntimeException e) {
                    addProblem(stream, e, problems);
                }
            }
            known = new Known(streams, System.nanoTime(), tables, questions, problems, null);
        } catch (ClickHouseFailure e) {
            known = known.after(e, streams);
        }
    }

    /** The tables, all in one go; if that fails, each by itself, so that one takes nothing from the others. */
    private Map<String, StreamTable> tables(List<Stream> streams, Map<String, String> problems) {
        try {
            return reader.read(streams.stream().map(Stream::table).toList());
        } catch (RuntimeException together) {
            if (together instanceof ClickHouseFailure failure && !failure.isRefusal()) {
                throw together;
            }
            Map<String, StreamTable> tables = new TreeMap<>();
            for (Stream stream : streams) {
                try {
                    tables.putAll(reader.read(List.of(stream.table())));
                } catch (RuntimeException alone) {
                    addProblem(stream, alone, problems);
                }
            }
            if (problems.size() == streams.size()) {
                throw together;
            }
            return tables;
        }
    }

    private void addProblem(Stream stream, RuntimeException failure, Map<String, String> problems) {
        String problem = failure instanceof ClickHouseFailure
                ? String.valueOf(failure.getMessage())
                : "The table " + stream.table() + " of the stream " + stream.name() + " cannot be asked: "
                        + RootCause.of(failure) + ".";
        problems.put(stream.name(), problem);
        // It is read again every few seconds, and fails again.
        if (!problem.equals(known.problems().get(stream.name()))) {
            LOG.warn("The page shows nothing of the stream {}: {}", stream.name(), problem, failure);
        }
    }
}
