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
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
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

    /** Reads the texts of all route files. */
    public interface Files {
        SortedMap<Path, String> read() throws IOException;
    }

    private record Problem(Instant since, String sentence) {}

    private final CamelContext camel;
    private final Files files;
    private final RouteCheck check;
    private final Map<Path, Instant> goneSince = new HashMap<>();
    private final Map<Path, Problem> problems = new TreeMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "route-files");
        made.setDaemon(true);
        return made;
    });

    private String lastFailure = "";
    private SortedMap<Path, String> live = new TreeMap<>();
    private Map<Path, Set<String>> ids = new HashMap<>();
    private SortedMap<Path, String> seen = new TreeMap<>();
    private SortedMap<Path, String> judged = new TreeMap<>();

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
        thread.scheduleWithFixedDelay(this::look, PERIOD_MS, PERIOD_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() {
        thread.shutdownNow();
    }

    /** Which files have a mistake, for health; empty: none. */
    public synchronized String problem() {
        return problems.values().stream()
                .map(problem -> "since " + problem.since.truncatedTo(ChronoUnit.SECONDS) + ": " + problem.sentence)
                .collect(Collectors.joining(" "));
    }

    /** How many files have a mistake. */
    public synchronized int broken() {
        return problems.size();
    }

    private void look() {
        try {
            SortedMap<Path, String> now = withoutGaps(files.read());
            if (!now.equals(seen)) {
                seen = now; // It may still be written.
            } else if (!now.equals(judged)) {
                judged = now;
                follow(now);
            }
        } catch (IOException | RuntimeException e) {
            // Asked again at the next look: the mistake may be in another file, or in nobody's hands.
            judged = live;
            String why = RootCause.of(e);
            if (!why.equals(lastFailure)) {
                LOG.warn("The route files cannot be followed at the moment, and what they were runs on: {}", why);
            }
            lastFailure = why;
        }
    }

    /** As they are, but for files that have been empty or away only for a moment. */
    private SortedMap<Path, String> withoutGaps(SortedMap<Path, String> read) {
        Instant now = Instant.now();
        SortedMap<Path, String> all = new TreeMap<>(read);
        live.forEach((file, text) -> {
            if (!read.getOrDefault(file, "").isBlank()) {
                goneSince.remove(file);
            } else if (now.isBefore(goneSince.computeIfAbsent(file, gone -> now).plus(GONE_FOR))) {
                all.put(file, text);
            }
        });
        return all;
    }

    private synchronized void follow(SortedMap<Path, String> now) {
        if (ids.isEmpty()) {
            ids = new HashMap<>(check.check(live).ids());
        }
        Set<Path> changed = new LinkedHashSet<>();
        changed.addAll(now.keySet());
        changed.addAll(live.keySet());
        changed.removeIf(file -> now.containsKey(file) && now.get(file).equals(live.get(file)));
        problems.keySet().removeIf(file -> {
            boolean back = !changed.contains(file);
            if (back) {
                LOG.info("{} is live, as before", check.name(file));
            }
            return back;
        });
        RouteCheck.Checked together = check.check(now);
        if (together.findings().isEmpty()) {
            apply(changed, now, together);
            return;
        }
        // Some of the changes may be good by themselves.
        for (Path file : changed) {
            SortedMap<Path, String> one = new TreeMap<>(live);
            put(one, file, now.get(file));
            RouteCheck.Checked alone = check.check(one);
            if (alone.findings().isEmpty()) {
                apply(Set.of(file), one, alone);
            } else {
                List<Finding> own = alone.in(check.name(file));
                tell(file, RouteCheck.text(own.isEmpty() ? alone.findings() : own));
            }
        }
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
            Set<String> before = ids.getOrDefault(file, Set.of());
            before.stream().filter(id -> !all.contains(id)).forEach(this::remove);
        }
        for (Path file : ordered) {
            String text = now.get(file);
            if (text == null) {
                live.remove(file);
                ids.remove(file);
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
            ids.put(file, newIds);
            problems.remove(file);
            LOG.info(
                    newIds.isEmpty()
                            ? "{} has no route; it counts for all of them from the next start on"
                            : "{} is live",
                    check.name(file));
        } catch (Exception e) {
            newIds.stream()
                    .filter(id -> !ids.getOrDefault(file, Set.of()).contains(id))
                    .forEach(this::remove);
            if (before != null) {
                putBack(file, before);
            }
            tell(file, check.name(file) + ": its routes do not start: " + RootCause.of(e) + ".");
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

    private void tell(Path file, String mistakes) {
        String before = live.containsKey(file) ? " What it was before runs on." : "";
        problems.put(
                file,
                new Problem(Instant.now(), check.name(file) + " has a mistake and is not live: " + mistakes + before));
        LOG.warn(
                "{} was saved with a mistake and is not live; correct it and save again: {}{}",
                check.name(file),
                mistakes,
                before);
    }
}
