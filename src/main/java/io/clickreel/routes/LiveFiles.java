package io.clickreel.routes;

import io.clickreel.RootCause;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
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
    /** The files whose routes are not as their text here says: an edit failed, and so did putting them back. */
    private final Set<Path> down = new LinkedHashSet<>();

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

    Set<Path> down() {
        return Set.copyOf(down);
    }

    /** Files that go are first, so that a route that moves to another file is there once. */
    void apply(Set<Path> changed, SortedMap<Path, String> now, RouteCheck.Checked checked) {
        Set<String> all = checked.ids().values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        List<Path> configured = new ArrayList<>();
        for (Path file : changed) {
            if (!now.containsKey(file) && removeAbsent(file, all)) {
                if (configuring.contains(file)) {
                    configured.add(file);
                }
                forget(file);
            }
        }
        List<Path> saved = new ArrayList<>();
        for (Path file : changed) {
            String text = now.get(file);
            if (text != null && makeRoom(file, text, all)) {
                saved.add(file);
            }
        }
        saved.sort((a, b) -> Boolean.compare(
                checked.configuring().contains(b), checked.configuring().contains(a)));
        boolean allRoutes = !configured.isEmpty();
        for (Path file : saved) {
            boolean configures =
                    configuring.contains(file) || checked.configuring().contains(file);
            // One that fails is put back, and the routes of other files are set up by what it was before.
            allRoutes |= load(file, now, checked) && configures;
        }
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

    /**
     * Takes the routes away that a saved file has no more.
     *
     * @return whether they are gone; if not, the file is put back as it was before, and the edit is tried again
     */
    private boolean makeRoom(Path file, String text, Set<String> all) {
        Set<String> oldIds = ids.getOrDefault(file, Set.of());
        Set<String> resting = routes.resting(oldIds);
        for (String id : oldIds) {
            try {
                if (!all.contains(id)) {
                    routes.remove(id);
                }
            } catch (Exception e) {
                fail(
                        file,
                        text,
                        resting,
                        "route " + id + " is gone from it, but cannot be stopped: " + RootCause.of(e));
                return false;
            }
        }
        return true;
    }

    private boolean remove(Path file, String id) {
        try {
            routes.remove(id);
            return true;
        } catch (Exception e) {
            problems.tellLeft(
                    file,
                    null,
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
        down.remove(file);
        problems.forget(file);
        Set<String> gone = ids.remove(file);
        if (gone != null && !gone.isEmpty()) {
            LOG.info("{} is deleted, and its routes are gone", nameOf.apply(file));
        }
    }

    /** @return whether the file is live */
    private boolean load(Path file, SortedMap<Path, String> now, RouteCheck.Checked checked) {
        String text = Objects.requireNonNull(now.get(file));
        Set<String> newIds = checked.ids().getOrDefault(file, Set.of());
        Set<String> oldIds = ids.getOrDefault(file, Set.of());
        // Also those of the text: a route may come from another file, as when this one is renamed.
        Set<String> both = new HashSet<>(oldIds);
        both.addAll(newIds);
        Set<String> resting = routes.resting(both);
        try {
            routes.update(file, text, newIds, resting);
        } catch (Exception e) {
            newIds.stream().filter(id -> !oldIds.contains(id)).forEach(id -> remove(file, id));
            fail(file, text, resting, "its routes do not start: " + RootCause.of(e));
            return false;
        }
        boolean isChanged = !Objects.equals(texts.put(file, text), text);
        ids.put(file, newIds);
        configuring.remove(file);
        if (checked.configuring().contains(file)) {
            configuring.add(file);
        }
        if (isChanged || problems.has(file, text)) {
            problems.forget(file);
        }
        if (down.remove(file) || isChanged) {
            resting.retainAll(newIds);
            told(file, newIds, resting);
        }
        return true;
    }

    private void told(Path file, Set<String> newIds, Set<String> resting) {
        if (!newIds.isEmpty()) {
            LOG.info("{} is live", nameOf.apply(file));
        }
        resting.stream()
                .sorted()
                .forEach(id ->
                        LOG.info("{} stays stopped, as it was before; ./clickreel routes start {} starts it", id, id));
    }

    /** Puts a file back as it was, and tells why the text is not live. */
    private void fail(Path file, String text, Set<String> resting, String why) {
        String before = texts.get(file);
        if (before == null) {
            routes.removeConfigurations(file);
        } else {
            putBack(file, before, resting);
        }
        if (!text.equals(before)) {
            tell(file, text, nameOf.apply(file) + ": " + why + ".");
        } else if (down.contains(file)) {
            problems.tellLeft(
                    file,
                    text,
                    nameOf.apply(file) + " does not run any more: " + why
                            + ". It is tried again; if that does not help, start Clickreel again.");
        } else if (problems.has(file, text)) {
            problems.forget(file);
        }
    }

    private void putBack(Path file, String text, Set<String> resting) {
        try {
            routes.update(file, text, ids.getOrDefault(file, Set.of()), resting);
            down.remove(file);
        } catch (Exception e) {
            down.add(file);
            LOG.error("{} as it was before does not start either: {}", nameOf.apply(file), RootCause.of(e));
        }
    }

    /** Tells that a text of a file is not live. */
    void tell(Path file, @Nullable String text, String mistakes) {
        String before = down.contains(file)
                ? " What it was before does not start either; it is tried again."
                : " What it was before runs on.";
        problems.tell(file, nameOf.apply(file), text, mistakes, texts.containsKey(file) ? before : "");
    }
}
