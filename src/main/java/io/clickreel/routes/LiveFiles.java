package io.clickreel.routes;

import io.clickreel.RootCause;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route files as they are at work, with the routes that came of each; and how those of a new text take their place. */
final class LiveFiles {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);

    private final SortedMap<Path, String> texts;
    private final RunningRoutes routes;
    private final EditProblems problems;
    private final Function<Path, String> nameOf;
    /** Of the routes in each file. */
    private final Map<Path, Set<String>> ids = new HashMap<>();
    /** The files that have a routeConfiguration. */
    private final Set<Path> configuring = new LinkedHashSet<>();

    /**
     * @param texts with which the context was started
     * @param problems told what cannot be put to work
     * @param nameOf how a file is named
     */
    LiveFiles(
            SortedMap<Path, String> texts, RunningRoutes routes, EditProblems problems, Function<Path, String> nameOf) {
        this.texts = new TreeMap<>(texts);
        this.routes = routes;
        this.problems = problems;
        this.nameOf = nameOf;
    }

    /** Takes what a look at the files of the start has shown. */
    void begin(RouteCheck.Checked checked) {
        ids.putAll(checked.ids());
        configuring.addAll(checked.configuring());
        Map<Path, String> files = new TreeMap<>(texts);
        files.keySet().retainAll(configuring);
        routes.beginConfigurations(files);
    }

    SortedMap<Path, String> texts() {
        return Collections.unmodifiableSortedMap(texts);
    }

    /** Files that go are first, so that a route that moves to another file is there once. */
    void apply(Set<Path> changed, SortedMap<Path, String> now, RouteCheck.Checked checked) {
        Set<String> all = checked.ids().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        List<Path> gone =
                changed.stream().filter(file -> !now.containsKey(file)).toList();
        List<Path> saved =
                new ArrayList<>(changed.stream().filter(now::containsKey).toList());
        boolean allRoutes = changed.stream()
                .anyMatch(file ->
                        configuring.contains(file) || checked.configuring().contains(file));
        List<Path> configured = gone.stream().filter(configuring::contains).toList();
        gone.forEach(file -> {
            if (removeAbsent(file, all)) {
                forget(file);
            }
        });
        saved.forEach(file -> removeAbsent(file, all));
        saved.sort((a, b) -> Boolean.compare(
                checked.configuring().contains(b), checked.configuring().contains(a)));
        saved.forEach(file -> load(file, now, checked));
        if (allRoutes) {
            // Their steps and error handlers come from the configuration as well.
            now.keySet().stream()
                    .filter(file -> !changed.contains(file) && checked.ids().containsKey(file))
                    .forEach(file -> load(file, now, checked));
        }
        saved.stream()
                .filter(file -> !checked.ids().containsKey(file) && Objects.equals(texts.get(file), now.get(file)))
                .forEach(file -> LOG.info("{} is live, for the routes of all files", nameOf.apply(file)));
        configured.forEach(file -> LOG.info("{} is deleted, and no route is set up by it", nameOf.apply(file)));
    }

    /** @return whether all routes are gone that no file has any more */
    private boolean removeAbsent(Path file, Set<String> all) {
        boolean removed = true;
        for (String id : ids.getOrDefault(file, Set.of())) {
            removed &= all.contains(id) || remove(file, id);
        }
        return removed;
    }

    private boolean remove(Path file, String id) {
        try {
            routes.remove(id);
            return true;
        } catch (Exception e) {
            problems.tellLeft(
                    file,
                    "Route " + id + " is gone from " + nameOf.apply(file) + ", but cannot be stopped and runs on: "
                            + RootCause.of(e) + ". It is tried again; if that does not help, start Clickreel again.");
            return false;
        }
    }

    private void forget(Path file) {
        if (configuring.remove(file)) {
            routes.removeConfigurations(file);
        }
        texts.remove(file);
        problems.forget(file);
        Set<String> gone = ids.remove(file);
        if (gone != null && !gone.isEmpty()) {
            LOG.info("{} is deleted, and its routes are gone", nameOf.apply(file));
        }
    }

    private void load(Path file, SortedMap<Path, String> now, RouteCheck.Checked checked) {
        String text = Objects.requireNonNull(now.get(file));
        Set<String> newIds = checked.ids().getOrDefault(file, Set.of());
        Set<String> oldIds = ids.getOrDefault(file, Set.of());
        String before = texts.get(file);
        try {
            Set<String> resting = routes.update(file, text, oldIds);
            texts.put(file, text);
            ids.put(file, newIds);
            configuring.remove(file);
            if (checked.configuring().contains(file)) {
                configuring.add(file);
            }
            if (!Objects.equals(before, text)) {
                problems.forget(file);
                told(file, newIds, resting);
            }
        } catch (Exception e) {
            newIds.stream().filter(id -> !oldIds.contains(id)).forEach(id -> remove(file, id));
            if (before != null) {
                putBack(file, before, oldIds);
            }
            tell(file, text, nameOf.apply(file) + ": its routes do not start: " + RootCause.of(e) + ".");
        }
    }

    private void told(Path file, Set<String> newIds, Set<String> resting) {
        if (!newIds.isEmpty()) {
            LOG.info("{} is live", nameOf.apply(file));
        }
        if (!resting.isEmpty()) {
            LOG.info(
                    "{} stays stopped, as somebody has stopped it; start it by JMX (org.apache.camel, type=routes: start)",
                    String.join(", ", resting));
        }
    }

    private void putBack(Path file, String text, Set<String> oldIds) {
        try {
            routes.update(file, text, oldIds);
        } catch (Exception e) {
            LOG.error("{} as it was before does not start either: {}", nameOf.apply(file), RootCause.of(e));
        }
    }

    /** Tells that a text of a file is not live. */
    void tell(Path file, @Nullable String text, String mistakes) {
        problems.tell(
                file,
                nameOf.apply(file),
                text,
                mistakes,
                texts.containsKey(file) ? " What it was before runs on." : "");
    }
}
