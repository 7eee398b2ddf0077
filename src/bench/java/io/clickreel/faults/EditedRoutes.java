package io.clickreel.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Route files are edited over and over under 5,000 clicks a second, every other time to what has a mistake, in all the ways in
 * which files are saved. Each good edit has to be live, each bad one to be named, and rows go on being stored.
 * {@code -Dfaults.edits} says how many edits there are.
 */
final class EditedRoutes implements Fault {
    private static final int EDITS = Integer.getInteger("faults.edits", 20);
    /** After this it counts as never. */
    private static final long LIMIT_MS = 30_000;

    private static final String YAML = ".camel.yaml";
    private static final String INGEST = "clicks-ingest";
    private static final String DELIVER = "deliver-batch";
    private static final String BEAT = """
            - route:
                id: %s
                description: Beats
                from:
                  uri: timer:%s?period=300
                  steps:
                    - log: beat of %s
            """;

    /** How the edits of one kind went. */
    private static final class Kind {
        private int count;
        private int never;
        private long worstMs;
        private long sumMs;
        private long worstPauseMs;
    }

    private final Map<String, Kind> kinds = new TreeMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final Map<String, String> shipped = new HashMap<>();
    /** What is live of each file that was edited. */
    private final Map<String, String> live = new HashMap<>();
    /** Files that stand with a mistake. */
    private final Set<String> broken = new HashSet<>();
    /** The file of each route that beats. */
    private final Map<String, String> beats = new LinkedHashMap<>();

    private World world;
    private Random random;
    private Stored stored;
    private String deadTopic = "dead-topic";
    private int number;

    @Override
    public String name() {
        return "edited-routes";
    }

    @Override
    public Shape load(Shape shape) {
        return new Shape(5_000, 0.001, 1);
    }

    @Override
    public long mostRecords() {
        return Long.MAX_VALUE;
    }

    @Override
    public long lastsMs(Random random) {
        return 0;
    }

    @Override
    public List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void strike(Random random, World world) throws Exception {
        this.world = world;
        this.random = random;
        try (Stream<Path> files = Files.list(world.routes())) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(YAML)).toList()) {
                shipped.put(file.getFileName().toString().replace(YAML, ""), Files.readString(file));
            }
        }
        live.putAll(shipped);
        // The copy of the routes names its contract otherwise.
        List<RouteMistakes> mistakes = RouteMistakes.all().stream()
                .filter(mistake -> shipped.get(mistake.file()).contains(mistake.from()))
                .toList();
        stored = new Stored(world);
        int bad = random.nextInt(mistakes.size());
        for (int i = 0; i < EDITS; i++) {
            number++;
            stored.awaitMore(LIMIT_MS);
            if (i % 2 == 0) {
                good();
            } else {
                bad(mistakes, bad++);
            }
        }
        stored.close();
    }

    // ---- Good edits

    private void good() throws Exception {
        switch (random.nextInt(10)) {
            case 0 -> described(INGEST);
            case 1 -> described(random.nextBoolean() ? DELIVER : "dead-letters");
            case 2 ->
                edited(
                        "batch rows of the ingest route",
                        INGEST,
                        "        groupId:",
                        "        additionalProperties.clickreel.batch.rows: " + (1_500 + random.nextInt(1_000))
                                + "\n        groupId:");
            case 3 ->
                edited(
                        "period of a timer",
                        "dim-film-refresh",
                        "\"{{dim-film.poll-ms}}\"",
                        Integer.toString(3_600_000 + number));
            case 4 -> {
                String id = "stored-" + number;
                saved(
                        "log step in deliver-batch",
                        DELIVER,
                        shipped.get(DELIVER) + "        - log: " + id + "\n",
                        instance -> true,
                        id);
            }
            case 5 -> {
                String before = deadTopic;
                deadTopic = "dead-topic-" + number;
                saved(
                        "id of a direct route",
                        "dead-topic",
                        shipped.get("dead-topic").replace("id: dead-topic", "id: " + deadTopic),
                        instance -> is(instance, deadTopic, "State", "Started") && is(instance, before, "State", null));
            }
            case 6 -> newFile();
            case 7 -> {
                if (beats.isEmpty()) {
                    newFile();
                } else {
                    String file = beat();
                    String id = "beat-" + number;
                    String old = beats.get(file);
                    beats.put(file, id);
                    saved(
                            "another id of a helper",
                            file,
                            BEAT.formatted(id, id, id),
                            instance -> is(instance, old, "State", null),
                            "beat of " + id);
                }
            }
            case 8 -> moved();
            default -> deleted();
        }
    }

    private void described(String route) throws Exception {
        String description = "Edited " + number;
        saved(
                route.equals(INGEST) ? "description of the ingest route" : "description of a direct route",
                route,
                shipped.get(route).replaceFirst("description: .*", "description: " + description),
                instance -> is(instance, route, "Description", description));
    }

    private void edited(String kind, String file, String from, String to) throws Exception {
        saved(kind, file, shipped.get(file).replace(from, to), instance -> true);
    }

    private void newFile() throws Exception {
        String id = "beat-" + number;
        beats.put(id, id);
        saved("new file", id, BEAT.formatted(id, id, id), instance -> true, "beat of " + id);
    }

    private void moved() throws Exception {
        if (beats.isEmpty()) {
            newFile();
            return;
        }
        String from = beat();
        String to = "moved-" + number;
        String id = beats.remove(from);
        beats.put(to, id);
        live.put(to, live.remove(from));
        boolean whole = !broken.remove(from);
        Map<World.Instance, Long> marks = marks();
        if (!whole) {
            Files.writeString(file(from), live.get(to));
        }
        Files.move(file(from), file(to));
        took(
                "moved file",
                marks,
                List.of(line(to, " is live"), line(from, " is deleted")),
                instance -> is(instance, id, "State", "Started"));
    }

    private void deleted() throws Exception {
        if (beats.isEmpty()) {
            newFile();
            return;
        }
        String file = beat();
        String id = beats.remove(file);
        live.remove(file);
        broken.remove(file);
        Map<World.Instance, Long> marks = marks();
        Files.delete(file(file));
        took("deleted file", marks, List.of(line(file, " is deleted")), instance -> is(instance, id, "State", null));
    }

    private String beat() {
        return List.copyOf(beats.keySet()).get(random.nextInt(beats.size()));
    }

    private interface Look {
        boolean at(World.Instance instance);
    }

    private void saved(String kind, String name, String text, Look look, String... logged) throws Exception {
        if (text.equals(live.get(name)) && !broken.contains(name)) {
            return;
        }
        boolean again = text.equals(live.get(name));
        Map<World.Instance, Long> marks = marks();
        save(name, text);
        broken.remove(name);
        live.put(name, text);
        List<Pattern> lines = new ArrayList<>();
        lines.add(line(name, again ? " is live, as before" : " is live"));
        for (String each : logged) {
            lines.add(Pattern.compile(Pattern.quote(each)));
        }
        took(kind, marks, lines, look);
    }

    private void took(String kind, Map<World.Instance, Long> marks, List<Pattern> lines, Look look) throws Exception {
        long start = System.nanoTime();
        long ms = await(marks, lines, start);
        if (ms >= 0) {
            for (World.Instance instance : world.instances()) {
                if (!look.at(instance)) {
                    complaints.add(
                            "edit " + number + ", " + kind + ": the log says that it is live, JMX that it is not");
                }
            }
        }
        stored.awaitMore(LIMIT_MS);
        note("good: " + kind, ms, start);
    }

    // ---- Bad edits

    private void bad(List<RouteMistakes> mistakes, int which) throws Exception {
        int kind = which % (mistakes.size() + 4);
        String name;
        String text;
        String what;
        if (kind < mistakes.size()) {
            RouteMistakes mistake = mistakes.get(kind);
            name = mistake.file();
            text = shipped.get(name).replace(mistake.from(), mistake.to());
            what = "as RouteCheckTest lists";
        } else {
            List<String> names = List.of(INGEST, DELIVER, "dead-letters", "dim-film-refresh");
            name = names.get(random.nextInt(names.size()));
            String whole = shipped.get(name);
            switch (kind - mistakes.size()) {
                case 0 -> {
                    text = "";
                    what = "empty file";
                }
                case 1 -> {
                    text = whole.replaceFirst("(?m)^    from:", "\tfrom:");
                    what = "tab";
                }
                case 2 -> {
                    text = whole + "\n" + whole.replaceFirst("(?s)^.*?- route:", "- route:");
                    what = "all of it twice";
                }
                default -> {
                    text = whole.substring(0, whole.indexOf("steps:") + 3);
                    what = "first half of the file";
                }
            }
        }
        if (broken.contains(name) && Files.readString(file(name)).equals(text)) {
            save(name, live.get(name)); // It stands since the last time, and is told once.
            broken.remove(name);
            return;
        }
        Map<World.Instance, Long> marks = marks();
        save(name, text);
        broken.add(name);
        long start = System.nanoTime();
        // The place may be in another file: a route that is gone is missed by those that send to it.
        Pattern told = Pattern.compile(Pattern.quote(name + YAML)
                + " was saved with a mistake and is not live; correct it and save again: \\S+\\.yaml:\\d+");
        long ms = await(marks, List.of(told), start);
        if (ms < 0) {
            complaints.add("not named: " + name + " with "
                    + text.lines()
                            .filter(line -> !shipped.get(name).contains(line))
                            .toList());
        }
        Thread.sleep(300 + random.nextInt(1_200));
        note("bad: " + what, ms, start);
        if (random.nextInt(3) > 0) {
            Map<World.Instance, Long> before = marks();
            save(name, live.get(name));
            broken.remove(name);
            long mended = System.nanoTime();
            note("good: mended as it was", await(before, List.of(line(name, " is live, as before")), mended), mended);
        }
    }

    // ---- What came of it

    private Path file(String name) {
        return world.routes().resolve(name + YAML);
    }

    private void save(String name, String text) throws Exception {
        Saving[] ways = Saving.values();
        ways[random.nextInt(ways.length)].save(file(name), text, random);
    }

    private Pattern line(String name, String what) {
        return Pattern.compile(Pattern.quote(name + YAML + what));
    }

    private Map<World.Instance, Long> marks() {
        Map<World.Instance, Long> marks = new HashMap<>();
        world.instances().forEach(instance -> marks.put(instance, instance.logged()));
        return marks;
    }

    /** Until all instances have logged all of it. @return how long it took; -1: never */
    private static long await(Map<World.Instance, Long> marks, List<Pattern> lines, long start)
            throws InterruptedException {
        Set<World.Instance> left = new HashSet<>(marks.keySet());
        while (true) {
            left.removeIf(instance -> {
                String since = instance.loggedSince(marks.get(instance));
                return lines.stream().allMatch(line -> line.matcher(since).find());
            });
            long ms = (System.nanoTime() - start) / 1_000_000;
            if (left.isEmpty()) {
                return ms;
            }
            if (ms > LIMIT_MS) {
                return -1;
            }
            Thread.sleep(30);
        }
    }

    private static boolean is(World.Instance instance, String route, String attribute, String expected) {
        return Objects.equals(instance.route(route, attribute), expected);
    }

    private void note(String name, long ms, long start) {
        Kind kind = kinds.computeIfAbsent(name, none -> new Kind());
        kind.count++;
        if (ms < 0) {
            kind.never++;
            complaints.add("edit " + number + ", " + name + ": nothing was said of it in " + LIMIT_MS + " ms");
        } else {
            kind.worstMs = Math.max(kind.worstMs, ms);
            kind.sumMs += ms;
        }
        long pause = stored.longestPauseMs(start, System.nanoTime());
        kind.worstPauseMs = Math.max(kind.worstPauseMs, pause);
        if (Boolean.getBoolean("faults.verbose")) {
            System.out.printf(
                    "      edit %d %s: %d ms, rows paused %d ms, broken %s%n", number, name, ms, pause, broken);
        }
    }

    @Override
    public String heal(World world) throws Exception {
        for (String name : beats.keySet()) {
            Files.deleteIfExists(file(name));
        }
        for (Map.Entry<String, String> each : shipped.entrySet()) {
            Files.deleteIfExists(file(each.getKey()));
            Files.writeString(file(each.getKey()), each.getValue());
        }
        System.out.printf(
                "      %-40s %6s %6s %9s %9s %14s%n",
                "edits", "count", "never", "mean ms", "worst ms", "worst pause ms");
        kinds.forEach((name, kind) -> System.out.printf(
                Locale.ROOT,
                "      %-40s %6d %6d %9d %9d %14d%n",
                name,
                kind.count,
                kind.never,
                kind.sumMs / Math.max(1, kind.count - kind.never),
                kind.worstMs,
                kind.worstPauseMs));
        return EDITS + " edits, live in " + worst("good") + " ms, named in " + worst("bad") + " ms at most";
    }

    private long worst(String kind) {
        return kinds.entrySet().stream()
                .filter(each -> each.getKey().startsWith(kind))
                .mapToLong(each -> each.getValue().worstMs)
                .max()
                .orElse(0);
    }
}
