package io.clickreel.routes;

import io.clickreel.RootCause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts route files to work as they are saved, while everything runs. What is new, changed or deleted is checked first, together
 * with all other files; what has a mistake changes nothing, and is told until it is mended.
 *
 * <p>It reads the texts ten times a second, so that no way of saving is missed: by rename, in two steps, by a link that is
 * swapped. Camel's own watch stops a route before it has built the next one, follows no new id and no deleted file
 * (CAMEL-24860, CAMEL-24866).
 */
public final class LiveRoutes extends ServiceSupport {
    private static final Logger LOG = LoggerFactory.getLogger(LiveRoutes.class);
    private static final long PERIOD_MS = 100;
    /** What is wrong may lie elsewhere: a table that a step of ddl/ is about to add, a contract, a service. */
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(10);

    /** Reads the texts of all route files. */
    public interface Files {
        SortedMap<Path, String> read() throws IOException;
    }

    private final CamelContext camel;
    private final Files files;
    private final RouteCheck check;
    private final EditProblems problems = new EditProblems();

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "route-files");
        made.setDaemon(true);
        return made;
    });

    private final SavedFiles saved;
    private final LiveFiles live;
    /** What came of the last look at what is live; null: nobody has looked yet. */
    private RouteCheck.@Nullable Checked known;

    private SortedMap<Path, String> judged;
    private volatile String unfollowed = "";
    /** Whether the last edits could not be looked at; they are once more, and it is told until then. */
    private boolean hasStumbled;

    private Instant again = Instant.MAX;

    /** To be made before Camel reads the files, so that what is saved from then on is a change. */
    public LiveRoutes(CamelContext camel, Files files, RouteCheck check) throws IOException {
        this.camel = camel;
        this.files = files;
        this.check = check;
        judged = files.read();
        live = new LiveFiles(judged, new RunningRoutes(camel), problems, check::name);
        saved = new SavedFiles(judged);
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
        return Stream.concat(Stream.of(unfollowed), problems.sentences())
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
            if (known == null) {
                // At once: the first look takes much longer than all others, and an edit would wait for it.
                known = check.check(live.texts());
                live.begin(known);
                tellStanding();
                again = nextLook();
            }
            SortedMap<Path, String> read = files.read();
            if (read.isEmpty() && !live.texts().isEmpty()) {
                unfollowed("There is no route file any more, so the routes run on as they were. Put the files back;"
                        + " to end what runs, stop Clickreel.");
                return;
            }
            SortedMap<Path, String> now = saved.look(read, Instant.now());
            if (!now.equals(judged) || Instant.now().isAfter(again)) {
                judged = now;
                again = Instant.now().plus(AGAIN_AFTER);
                hasStumbled = true;
                follow(now);
                hasStumbled = false;
                again = nextLook();
            }
            if (!hasStumbled) {
                unfollowed(saved.neverSettled(Instant.now()));
            }
        } catch (IOException | RuntimeException | Error e) {
            // An error too: after it the thread would never look again.
            unfollowed("The route files cannot be followed at the moment: " + RootCause.of(e) + ".");
        }
    }

    private Instant nextLook() {
        return problems.isEmpty() ? Instant.MAX : Instant.now().plus(AGAIN_AFTER);
    }

    private void unfollowed(String why) {
        if (!why.isEmpty() && !why.equals(unfollowed)) {
            LOG.warn("{}", why);
        }
        unfollowed = why;
    }

    private void follow(SortedMap<Path, String> now) {
        if (!Objects.requireNonNull(known).findings().isEmpty()) {
            // What was wrong may have been mended elsewhere.
            known = check.check(live.texts());
            tellStanding();
        }
        Set<Path> down = live.down();
        Set<Path> all = changed(now);
        problems.forgetIf(file -> {
            boolean back = !all.contains(file)
                    && !down.contains(file)
                    && mistakesOf(file).isEmpty();
            if (back && live.texts().containsKey(file)) {
                LOG.info("{} is live, as before", check.name(file));
            }
            return back;
        });
        putEdits(all, now);
        down.stream().filter(live.down()::contains).forEach(file -> put(Set.of(file), live.texts()));
    }

    /** Mistakes with which a file runs, as when it was saved while Clickreel started. */
    private void tellStanding() {
        live.texts().forEach((file, text) -> {
            List<Finding> mistakes = mistakesOf(file);
            if (!mistakes.isEmpty()) {
                problems.tellLeft(
                        file,
                        text,
                        check.name(file) + " runs, but has a mistake; correct it and save again: "
                                + RouteCheck.text(mistakes));
            }
        });
    }

    private List<Finding> mistakesOf(Path file) {
        return Objects.requireNonNull(known).findings().stream()
                .filter(finding -> finding.file().equals(check.name(file)))
                .toList();
    }

    private void putEdits(Set<Path> all, SortedMap<Path, String> now) {
        Set<Path> fresh = new LinkedHashSet<>(all);
        fresh.removeIf(file -> problems.has(file, now.get(file)));
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

    private Set<Path> changed(SortedMap<Path, String> now) {
        SortedMap<Path, String> before = live.texts();
        Set<Path> changed = new LinkedHashSet<>(now.keySet());
        changed.addAll(before.keySet());
        changed.removeIf(file -> Objects.equals(now.get(file), before.get(file)));
        return changed;
    }

    /**
     * Puts these changes to work if they are good together; if it is one, and it is not, that is told.
     *
     * @return whether they are good
     */
    private boolean put(Set<Path> changed, SortedMap<Path, String> now) {
        SortedMap<Path, String> texts = new TreeMap<>(live.texts());
        changed.forEach(file -> put(texts, file, now.get(file)));
        RouteCheck.Checked checked = check.check(texts);
        List<Finding> findings = ofThese(changed, checked.findings());
        if (findings.isEmpty()) {
            live.apply(changed, texts, checked);
            known = checked;
        } else if (changed.size() == 1) {
            Path file = changed.iterator().next();
            List<Finding> own = findings.stream()
                    .filter(finding -> finding.file().equals(check.name(file)))
                    .toList();
            live.tell(file, now.get(file), RouteCheck.text(own.isEmpty() ? findings : own));
        }
        return findings.isEmpty();
    }

    /** Without those with which the routes run already: they must not hold up the others. */
    private List<Finding> ofThese(Set<Path> changed, List<Finding> findings) {
        Set<String> edited = changed.stream().map(check::name).collect(Collectors.toSet());
        List<Finding> before = Objects.requireNonNull(known).findings();
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
}
