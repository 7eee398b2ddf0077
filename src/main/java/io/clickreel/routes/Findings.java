package io.clickreel.routes;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.camel.LineNumberAware;
import org.jspecify.annotations.Nullable;

/** Collects mistakes, each with its place in its file. */
final class Findings {
    private final Function<Path, String> nameOf;
    private final Map<Path, YamlPlaces> places = new HashMap<>();
    /** Several routes may tell the same of one. */
    private final Set<Finding> all = new LinkedHashSet<>();

    /** @param nameOf how a file is named */
    Findings(Function<Path, String> nameOf) {
        this.nameOf = nameOf;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Finding> all() {
        return List.copyOf(all);
    }

    String name(Path file) {
        return nameOf.apply(file);
    }

    /** To be called before anything is told of the file. */
    void read(Path file, String text) {
        places.put(file, new YamlPlaces(text));
    }

    void add(Path file, int line, String sentence) {
        all.add(new Finding(name(file), line, 0, sentence));
    }

    void addWithoutPlace(String sentence) {
        all.add(new Finding("routes", 0, 0, sentence));
    }

    /** A mistake in a file that cannot be read as routes. */
    void add(Path file, RouteFault fault) {
        YamlPlaces.@Nullable Place found = placesOf(file).find(fault.words(), 0, Integer.MAX_VALUE);
        all.add(
                found == null
                        ? new Finding(name(file), fault.line(), fault.column(), fault.sentence())
                        : new Finding(name(file), found.line(), found.column(), fault.sentence()));
    }

    void add(Placed placed, RouteFault fault) {
        YamlPlaces.@Nullable Place place = placesOf(placed.file()).find(fault.words(), placed.line(), placed.endLine());
        all.add(new Finding(
                name(placed.file()),
                place == null ? placed.line() : place.line(),
                place == null ? 0 : place.column(),
                fault.sentence()));
    }

    /** @param word the option that the mistake is about, or the step */
    void add(Placed placed, String word, String sentence) {
        add(placed, new RouteFault(sentence, List.of(word), 0, 0));
    }

    /**
     * A mistake in a step, which may be in another file than its route: a route configuration adds some.
     *
     * @param word its name
     * @param otherwise where it is if Camel does not say
     */
    void addStep(LineNumberAware step, String word, Placed otherwise, String sentence) {
        Path file = step.getLocation() == null ? null : Path.of(step.getLocation());
        YamlPlaces known = file == null ? null : places.get(file);
        if (file == null || known == null || step.getLineNumber() < 1) {
            add(otherwise, word, sentence);
            return;
        }
        YamlPlaces.@Nullable Place place = known.nearest(word, step.getLineNumber());
        all.add(
                place == null
                        ? new Finding(name(file), step.getLineNumber(), 0, sentence)
                        : new Finding(name(file), place.line(), place.column(), sentence));
    }

    private YamlPlaces placesOf(Path file) {
        return Objects.requireNonNull(places.get(file));
    }
}
