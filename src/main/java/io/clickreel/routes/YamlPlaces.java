package io.clickreel.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Where the words of a YAML file are. */
final class YamlPlaces {
    /** @param line and column counted from 1 */
    record Place(String word, int line, int column) {}

    /** More than a file has lines. */
    private static final int LATER = 1 << 24;

    private final List<Place> places = new ArrayList<>();

    /** @param text if it is no YAML, what stands before its first mistake counts */
    YamlPlaces(String text) {
        try {
            for (Event event : new Parse(LoadSettings.builder().build()).parseString(text)) {
                if (event instanceof ScalarEvent scalar) {
                    scalar.getStartMark()
                            .ifPresent(mark ->
                                    places.add(new Place(scalar.getValue(), mark.getLine() + 1, mark.getColumn() + 1)));
                }
            }
        } catch (YamlEngineException e) {
            // Whoever reads the file as routes says what is wrong with it.
        }
    }

    /** Whether it is a list that has something, as route files are; comments alone are none. */
    static boolean isList(String text) {
        return new Load(LoadSettings.builder().build()).loadFromString(text) instanceof List<?> list && !list.isEmpty();
    }

    /** The first of the words that is there from a line on, whole or as a part. */
    @Nullable
    Place find(List<String> words, int fromLine, int untilLine) {
        for (String word : words) {
            List<Place> near = places.stream()
                    .filter(place -> place.line >= fromLine && place.line < untilLine)
                    .toList();
            Optional<Place> found = near.stream()
                    .filter(place -> place.word.equals(word))
                    .findFirst()
                    .or(() -> near.stream()
                            .filter(place -> place.word.contains(word))
                            .findFirst());
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null;
    }

    /** The word on a line, or else on the last one before it that has it, or else on the next one. */
    @Nullable
    Place nearest(String word, int line) {
        return places.stream()
                .filter(place -> place.word.equals(word))
                .min(Comparator.comparingInt(
                        place -> place.line <= line ? line - place.line : LATER + place.line - line))
                .orElse(null);
    }
}
