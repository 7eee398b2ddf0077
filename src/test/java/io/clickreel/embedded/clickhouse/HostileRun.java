package io.clickreel.embedded.clickhouse;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All hostile statements against one server with some of its walls, and what came of them. */
final class HostileRun implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final int LANES = 8;

    /** What can end other statements, or the server. */
    private static final Pattern DISTURBING = Pattern.compile("(?i)\\b(KILL|SYSTEM)\\b(?!\\.)");

    /** A statement in one of its spellings. */
    private record Attempt(
            HostileStatements.Case statement, Map.Entry<String, UnaryOperator<String>> spelling, int number) {
        boolean isDisturbing() {
            return DISTURBING.matcher(statement.steps().toString()).find();
        }
    }

    private final OutsideWorld world;
    private final String walls;
    private final boolean mayDie;
    private ChildServer server;
    int statements;
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();

    /** What got outside: for each kind, the statements that did, with their traces. */
    final Map<String, List<String>> through = new LinkedHashMap<>();

    /** @param mayDie whether the server is started again if it ends; without walls a statement can stop it */
    HostileRun(Path root, String walls, boolean mayDie) throws IOException, InterruptedException {
        this.world = new OutsideWorld(root);
        this.walls = walls;
        this.mayDie = mayDie;
        server = start();
        makeTables();
    }

    private ChildServer start() throws IOException {
        ChildServer started = ChildServer.start(
                world.store,
                world.working,
                Map.of("CLICKREEL_HOSTILE_SECRET", world.environmentSecret),
                world.password,
                "--walls=" + walls,
                "--remote=http://127.0.0.1:" + world.allowedPort() + "/");
        if (started.port == null) {
            throw new IOException("it did not start: " + started.errors());
        }
        return started;
    }

    /** One for each lane, so that what a statement does to its table disturbs no other. */
    private void makeTables() throws IOException, InterruptedException {
        for (int lane = 0; lane < (mayDie ? 1 : LANES); lane++) {
            ask("", "CREATE TABLE IF NOT EXISTS " + table(lane) + " (a String) ENGINE = Memory", false);
        }
    }

    private static String table(int lane) {
        return "clickreel.target" + lane;
    }

    String errors() throws IOException {
        return server.errors();
    }

    /**
     * Several at a time, for some wait until their time is up; those that may disturb others one at a time.
     *
     * @param least so many spellings of each statement at least; and each spelling at least once in each kind
     */
    void run(List<HostileStatements.Case> cases, int least) throws Exception {
        Map<String, List<HostileStatements.Case>> kinds = cases.stream()
                .collect(Collectors.groupingBy(HostileStatements.Case::kind, LinkedHashMap::new, Collectors.toList()));
        List<Map.Entry<String, UnaryOperator<String>>> spellings =
                List.copyOf(Spellings.all().entrySet());
        ExecutorService pool = Executors.newFixedThreadPool(LANES);
        try {
            for (Map.Entry<String, List<HostileStatements.Case>> kind : kinds.entrySet()) {
                List<String> found =
                        through.computeIfAbsent(kind.getKey(), name -> Collections.synchronizedList(new ArrayList<>()));
                int size = kind.getValue().size();
                int each = Math.max(least, (spellings.size() + size - 2) / size);
                int next = 0;
                List<Attempt> attempts = new ArrayList<>();
                for (HostileStatements.Case statement : kind.getValue()) {
                    attempts.add(new Attempt(statement, spellings.get(0), statements++));
                    for (int i = 0; i < each; i++) {
                        attempts.add(
                                new Attempt(statement, spellings.get(1 + next % (spellings.size() - 1)), statements++));
                        next++;
                    }
                }
                Map<Boolean, List<Attempt>> alone = attempts.stream()
                        .collect(Collectors.partitioningBy(attempt -> mayDie || attempt.isDisturbing()));
                List<Callable<Void>> lanes = IntStream.range(0, LANES)
                        .mapToObj(lane -> lane(alone.get(false), lane, LANES, found))
                        .toList();
                for (Future<Void> lane : pool.invokeAll(lanes)) {
                    lane.get();
                }
                lane(alone.get(true), 0, 1, found).call();
                look(found, "one of these");
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private Callable<Void> lane(List<Attempt> attempts, int first, int lanes, List<String> found) {
        return () -> {
            for (int i = first; i < attempts.size(); i += lanes) {
                attempt(attempts.get(i), table(first), found);
            }
            return null;
        };
    }

    private void attempt(Attempt attempt, String table, List<String> found) throws IOException, InterruptedException {
        HostileStatements.Case statement = attempt.statement();
        Map.Entry<String, UnaryOperator<String>> spelling = attempt.spelling();
        List<String> answers = new ArrayList<>();
        for (HostileStatements.Step step : statement.steps()) {
            String spelled = spelling.getValue().apply(step.sql());
            for (String sql : spelled.split("\nthen\n")) {
                answers.add(ask(
                        parameters(fill(step.parameters(), attempt.number(), table)),
                        fill(sql, attempt.number(), table),
                        spelling.getKey().equals(Spellings.GET)));
            }
        }
        List<String> traces = new ArrayList<>();
        answers.stream().filter(world::isSecret).forEach(answer -> traces.add("answered " + answer));
        if (!server.process.isAlive()) {
            traces.add("the server ended: " + server.errors());
            if (!mayDie) {
                throw new AssertionError(statement + " as " + spelling.getKey() + ": " + traces);
            }
            server = start();
        }
        String what = spelling.getKey() + ": " + statement.steps();
        if (!traces.isEmpty()) {
            found.add(what + " -> " + traces);
        }
        if (mayDie) {
            look(found, what);
        }
    }

    /** Looks for what is there now that is no answer. It takes several requests, so not behind each statement. */
    private void look(List<String> found, String what) throws IOException, InterruptedException {
        List<String> traces = new ArrayList<>(stored());
        traces.addAll(world.traces());
        if (!traces.isEmpty()) {
            found.add(what + " -> " + traces);
        }
    }

    /** What a statement may have left for others to read. */
    private List<String> stored() throws IOException, InterruptedException {
        List<String> found = new ArrayList<>();
        String tables = ask(
                "",
                "SELECT database || '.' || name FROM system.tables WHERE database NOT IN ('system',"
                        + " 'INFORMATION_SCHEMA', 'information_schema') FORMAT TSVRaw",
                false);
        for (String table : tables.split("\n")) {
            if (table.matches("[\\w.]+") && table.contains(".")) {
                String rows = ask("", "SELECT * FROM " + table + " LIMIT 100", false);
                if (world.isSecret(rows)) {
                    found.add("stored in " + table + ": " + rows);
                }
                ask("", "DROP TABLE IF EXISTS " + table, false);
            }
        }
        makeTables();
        return found;
    }

    private String ask(String parameters, String sql, boolean get) throws IOException, InterruptedException {
        requests.incrementAndGet();
        Http http = new Http(server.port, world.password);
        int split = sql.indexOf(Spellings.SPLIT);
        // A host that does not answer is asked once.
        String all = parameters + (sql.contains("127.0.0.1") ? "&http_max_tries=1&s3_retry_attempts=0" : "");
        String body = sql;
        if (get) {
            all += "&query=" + Http.encode(sql);
        } else if (split >= 0) {
            all += "&query=" + Http.encode(sql.substring(0, split));
            body = sql.substring(split + 1);
        }
        var request = http.request(all + "&database=clickreel").timeout(LONGEST);
        request = get
                ? request.GET()
                : request.POST(java.net.http.HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        try {
            HttpResponse<byte[]> answer = Http.CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                refused.incrementAndGet();
            }
            return new String(answer.body(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // It took too long, or ended: whoever looks for traces finds out.
            return "";
        }
    }

    private static String parameters(String plain) {
        return Arrays.stream(plain.split("&(?=\\w+=)"))
                .filter(pair -> !pair.isEmpty())
                .map(pair ->
                        pair.substring(0, pair.indexOf('=') + 1) + Http.encode(pair.substring(pair.indexOf('=') + 1)))
                .collect(Collectors.joining("&"));
    }

    private String fill(String text, int number, String table) {
        String outside = world.outside.toString();
        String structure = "a Int64, b String DEFAULT file('" + outside + "/secret.txt')";
        return text.replace("{outside-reversed}", new StringBuilder(outside.substring(1)).reverse())
                .replace("{structure-hex}", HexFormat.of().formatHex(structure.getBytes(StandardCharsets.UTF_8)))
                .replace("{outside}", outside)
                .replace("{link}", world.store.resolve("user_files/link").toString())
                .replace("{name}", "t" + number)
                .replace("{table}", table)
                .replace("{digit}", Integer.toString(number % 10))
                .replace("{port}", Integer.toString(world.forbiddenPort()))
                .replace("{allowed}", Integer.toString(world.allowedPort()))
                .replace("{long}", "x".repeat(300_000))
                .replace("{brackets-open}", "(".repeat(900))
                .replace("{brackets-close}", ")".repeat(900))
                .replace("{deep-open}", "abs(".repeat(20_000))
                .replace("{deep-close}", ")".repeat(20_000))
                .replace("{deep-array-open}", "[".repeat(4_000))
                .replace("{deep-array-close}", "]".repeat(4_000))
                .replace("{deep-select-open}", "(SELECT ".repeat(150))
                .replace("{deep-select-close}", ")".repeat(150))
                .replace("{many}", "dummy = 1 OR ".repeat(20_000) + "dummy = 1");
    }

    /** Whether the server that was there at first still answers. */
    boolean answers() throws IOException, InterruptedException {
        return ask("", "SELECT 'still here'", false).equals("still here\n");
    }

    long processId() {
        return server.process.pid();
    }

    boolean wasAnythingRun() {
        return Files.exists(world.outside.resolve("was-run"));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        server.close();
        world.close();
    }
}
