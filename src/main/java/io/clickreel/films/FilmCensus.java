package io.clickreel.films;

import io.clickreel.films.file.FilmContract;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a table of films holds, in numbers: how many, which version they are, and for each column how many values. */
final class FilmCensus {
    /** The census of an attempt that failed before its films were counted. */
    static final FilmCensus NOT_COUNTED = new FilmCensus(Map.of("films", 0, "films_version", ""));

    private final Map<String, @Nullable Object> counts;

    /** @param counts the one row of {@link #select} */
    FilmCensus(Map<String, @Nullable Object> counts) {
        this.counts = counts;
    }

    /** Counts what is in a table of films, in one row. */
    static String select(FilmContract contract, String table) {
        String columns = contract.columns().stream()
                .map(column -> "countIf(" + column.name() + " = " + (column.number() ? "0" : "''") + ") AS empty_"
                        + column.name() + ", uniqExact(" + column.name() + ") AS values_" + column.name())
                .collect(Collectors.joining(", "));
        return "SELECT count() AS films, uniqExact(film_id) AS ids, (SELECT min(film_id) FROM (SELECT film_id FROM "
                + table
                + " GROUP BY film_id HAVING count() > 1)) AS doubled_id, " + version(contract) + " AS films_version,"
                + " toUInt8(films_version IN (SELECT version FROM dim_film_refreshes WHERE outcome IN ('loaded',"
                + " 'rolled_back') UNION ALL SELECT version FROM dim_film_versions)) AS was_live, " + columns + " FROM "
                + table;
    }

    /** The number and hash of all films: the same films have the same version, in any file and order. */
    static String version(FilmContract contract) {
        return "concat(toString(count()), '-', lower(hex(sum(cityHash64(" + contract.names() + ")))))";
    }

    long films() {
        return number("films");
    }

    /** A film_id that is in several rows; 0: none. */
    long doubledId() {
        return number("doubled_id");
    }

    long doubledRows() {
        return films() - number("ids");
    }

    /** The version of the films; empty: not known. */
    String version() {
        return String.valueOf(counts.get("films_version"));
    }

    boolean isInvented() {
        return FilmCatalogue.VERSION.equals(version());
    }

    /** Whether these very films were live before. */
    boolean wasLive() {
        return number("was_live") > 0;
    }

    double emptyShare(String column) {
        return films() == 0 ? 0 : number("empty_" + column) / (double) films();
    }

    long values(String column) {
        return number("values_" + column);
    }

    private long number(String name) {
        return ((Number) Objects.requireNonNull(counts.get(name), name)).longValue();
    }
}
