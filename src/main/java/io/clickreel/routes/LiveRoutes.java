package io.clickreel.routes;

import io.clickreel.RootCause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts route files to work as they are saved, while everything runs. What is new, changed or deleted is checked first, together
 * with all other files; what has a mistake changes nothing, and is told until it is mended.
 *
 * <p>It reads the texts four times a second, so that no way of saving is missed: by rename, in two steps, by a link that is
 * swapped. Camel's own watch stops a route before it has built the next one, follows no new id and no deleted file
 * (CAMEL-24860, CAMEL-24866).
 */
public final class LiveRoutes extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    private static final long PERIOD_MS = 250;
    /** Editors take a file away, or empty it, before they write it. */
    private static final Duration GONE_FOR = Duration.ofSeconds(1);

    private static final long STOP_LIMIT_S = 1;
    /** What is wrong may lie elsewhere: a table that a step of ddl/ is about to add, a contract, a service. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    /** Reads the texts of all route files. */
    public interface Files {
        SortedMap<Path, String> read() throws IOException;
    }

    /** What is wrong with a file while it has that text; null: while it is not there. */
    private record Problem(@Nullable String text, Instant since, String sentence) {}

    private final CamelContext camel;
    private final Files files;
    private final RouteCheck check;
    private final Map<Path, Instant> goneSince = new HashMap<>();
    /** Health reads it, and must not wait for an edit that is put to work. */
    private final Map<Path, Problem> problems = new ConcurrentSkipListMap<>();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "route-files");
        made.setDaemon(true);
        return made;
    });

    private SortedMap<Path, String> live = new TreeMap<>();
    /** Of the routes in each file; null: nobody has looked yet. */
    private @Nullable Map<Path, Set<String>> ids;

    private SortedMap<Path, String> seen = new TreeMap<>();
    private SortedMap<Path, String> judged = new TreeMap<>();
    private volatile String unfollowed = "";
    private Instant again = Instant.MAX;

    /** To be made before Camel reads the files, so that what is saved from then on is a change. */
    public LiveRoutes(CamelContext camel, Files files, RouteCheck check) throws IOException {
        this.camel = camel;
        this.files = files;
        this.check = check;
        live = files.read();
        judged = live;
        seen = live;
    }

    /** Begins to follow the files: the context has read them, and its routes are there. */
    public void begin() {
        thread.scheduleWithFixedDelay(this::look, 0, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        thread.shutdownNow();
    }

    /** Which files have a mistake, for health; empty: none. */
    public String problem() {
        return Stream.concat(
                        Stream.of(unfollowed),
                        problems.values().stream()
                                .map(problem -> "since " + problem.since.truncatedTo(ChronoUnit.SECONDS) + ": "
                                        + problem.sentence))
                .filter(problem -> !problem.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** How many files have a mistake. */
    public int broken() {
        return problems.size();
    }

    private void look() {
        try {
            if (!camel.getStatus().isStarted()) {
                return;
            }
            if (ids == null) {
                // At once: the first look takes much longer than all others, and an edit would wait for it.
                ids = new HashMap<>(check.check(live).ids());
            }
            SortedMap<Path, String> now = withoutGaps(files.read());
            if (now.isEmpty() && !live.isEmpty()) {
                unfollowed("There is no route file any more, so the routes run on as they were. Put the files back;"
                        + " to end what runs, stop Clickreel.");
                return;
            }
            if (!now.equals(seen)) {
                seen = now; // It may still be written.
            } else if (!now.equals(judged) || Instant.now().isAfter(again)) {
                judged = now;
                again = Instant.now().plus(AGAIN_AFTER);
                follow(now);
                again = problems.isEmpty() ? Instant.MAX : Instant.now().plus(AGAIN_AFTER);
            }
            unfollowed("");
        } catch (IOException | RuntimeException | Error e) {
            // An error too: after it the thread would never look again.
            unfollowed("The route files cannot be followed at the moment: " + RootCause.of(e) + ".");
        }
    }

    private void unfollowed(String why) {
        if (!why.isEmpty() && !why.equals(unfollowed)) {
            LOG.warn("{}", why);
        }
        unfollowed = why;
    }

    /** As they are, but for files that have been empty or away only for a moment. */
    private SortedMap<Path, String> withoutGaps(SortedMap<Path, String> read) {
        Instant now = Instant.now();
        SortedMap<Path, String> all = new TreeMap<>(read);
        live.forEach((file, text) -> {
            boolean moved = !read.containsKey(file) && read.containsValue(text);
            if (moved || !read.getOrDefault(file, "").isBlank()) {
                goneSince.remove(file);
            } else if (now.isBefore(goneSince.computeIfAbsent(file, gone -> now).plus(GONE_FOR))) {
                all.put(file, text);
            }
        });
        return all;
    }

    private void follow(SortedMap<Path, String> now) {
        Set<Path> all = changed(now);
        problems.keySet().removeIf(file -> {
            boolean back = !all.contains(file);
            if (back) {
                LOG.info("{} is live, as before", check.name(file));
            }
            return back;
        });
        Set<Path> fresh = new LinkedHashSet<>(all);
        fresh.removeIf(file -> {
            Problem known = problems.get(file);
            return known != null && Objects.equals(known.text, now.get(file));
        });
        if (!fresh.isEmpty() && fresh.size() < all.size()) {
            // A mistake that stands holds nothing up.
            put(fresh, now);
        }
        Set<Path> left = changed(now);
        if (left.isEmpty() || put(left, now)) {
            return;
        }
        // Some of the changes may be good by themselves.
        if (left.size() > 1) {
            left.forEach(file -> put(Set.of(file), now));
        }
    }

    private Map<Path, Set<String>> ids() {
        return Objects.requireNonNull(ids);
    }

    private Set<Path> changed(SortedMap<Path, String> now) {
        Set<Path> changed = new LinkedHashSet<>(now.keySet());
        changed.addAll(live.keySet());
        changed.removeIf(file -> Objects.equals(now.get(file), live.get(file)));
        return changed;
    }

    /**
     * Puts these changes to work if they are good together; if it is one, and it is not, that is told.
     *
     * @return whether they are good
     */
    private boolean put(Set<Path> changed, SortedMap<Path, String> now) {
        SortedMap<Path, String> texts = new TreeMap<>(live);
        changed.forEach(file -> put(texts, file, now.get(file)));
        RouteCheck.Checked checked = check.check(texts);
        List<Finding> findings = ofThese(changed, checked.findings());
        if (findings.isEmpty()) {
            apply(changed, texts, checked);
        } else if (changed.size() == 1) {
            Path file = changed.iterator().next();
            List<Finding> own = findings.stream()
                    .filter(finding -> finding.file().equals(check.name(file)))
                    .toList();
            tell(file, now.get(file), RouteCheck.text(own.isEmpty() ? findings : own));
        }
        return findings.isEmpty();
    }

    /** Without those with which the routes run already: they must not hold up the others. */
    private List<Finding> ofThese(Set<Path> changed, List<Finding> findings) {
        Set<String> edited = changed.stream().map(check::name).collect(Collectors.toSet());
        if (findings.stream().allMatch(finding -> edited.contains(finding.file()))) {
            return findings;
        }
        List<Finding> before = check.check(live).findings();
        return findings.stream()
                .filter(finding -> edited.contains(finding.file())
                        || before.stream()
                                .noneMatch(old -> old.file().equals(finding.file())
                                        && old.sentence().equals(finding.sentence())))
                .toList();
    }

    private static void put(SortedMap<Path, String> texts, Path file, @Nullable String text) {
        if (text == null) {
            texts.remove(file);
        } else {
            texts.put(file, text);
        }
    }

    /** Files that go are first, so that a route that moves to another file is there once. */
    private void apply(Set<Path> changed, SortedMap<Path, String> now, RouteCheck.Checked checked) {
        List<Path> ordered = new ArrayList<>(changed);
        ordered.sort((a, b) -> Boolean.compare(now.containsKey(a), now.containsKey(b)));
        Set<String> all = checked.ids().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        for (Path file : ordered) {
            Set<String> before = ids().getOrDefault(file, Set.of());
            before.stream().filter(id -> !all.contains(id)).forEach(this::remove);
        }
        for (Path file : ordered) {
            String text = now.get(file);
            if (text == null) {
                live.remove(file);
                ids().remove(file);
                problems.remove(file);
                LOG.info("{} is deleted, and its routes are gone", check.name(file));
            } else {
                load(file, text, checked.ids().getOrDefault(file, Set.of()));
            }
        }
    }

    private void load(Path file, String text, Set<String> newIds) {
        String before = live.get(file);
        try {
            update(file, text);
            live.put(file, text);
            ids().put(file, newIds);
            problems.remove(file);
            LOG.info(
                    newIds.isEmpty()
                            ? "{} has no route; it counts for all of them from the next start on"
                            : "{} is live",
                    check.name(file));
        } catch (Exception e) {
            newIds.stream()
                    .filter(id -> !ids().getOrDefault(file, Set.of()).contains(id))
                    .forEach(this::remove);
            if (before != null) {
                putBack(file, before);
            }
            tell(file, text, check.name(file) + ": its routes do not start: " + RootCause.of(e) + ".");
        }
    }

    private void putBack(Path file, String text) {
        try {
            update(file, text);
        } catch (Exception e) {
            LOG.error("{} as it was before does not start either: {}", check.name(file), RootCause.of(e));
        }
    }

    private void update(Path file, String text) throws Exception {
        if (!camel.getStatus().isStarted()) {
            throw new IllegalStateException("Clickreel is about to stop");
        }
        for (String id : ids().getOrDefault(file, Set.of())) {
            // Batches come all the time, so the route is never idle. One that is cut short comes again.
            camel.getRouteController().stopRoute(id, STOP_LIMIT_S, TimeUnit.SECONDS);
        }
        PluginHelper.getRoutesLoader(camel).updateRoutes(ResourceHelper.fromString("file:" + file, text));
    }

    private void remove(String id) {
        ModelCamelContext model = (ModelCamelContext) camel;
        RouteDefinition route = model.getRouteDefinition(id);
        try {
            if (route != null) {
                model.removeRouteDefinition(route);
            }
        } catch (Exception e) {
            LOG.warn("Route {} is gone from its file, but cannot be stopped: {}", id, RootCause.of(e));
        }
    }

    private void tell(Path file, @Nullable String text, String mistakes) {
        String before = live.containsKey(file) ? " What it was before runs on." : "";
        String sentence = check.name(file) + " has a mistake and is not live: " + mistakes + before;
        Problem known = problems.get(file);
        if (known != null && !Objects.equals(known.text, text)) {
            known = null; // It was of another text.
        }
        if (known != null && known.sentence.equals(sentence)) {
            return;
        }
        problems.put(file, new Problem(text, known == null ? Instant.now() : known.since, sentence));
        LOG.warn(
                "{} was saved with a mistake and is not live; correct it and save again: {}{}",
                check.name(file),
                mistakes,
                before);
    }
}
