package io.clickreel.films.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds which column of a file holds which column of the contract. */
final class FilmHeader {
    private final List<FilmColumn> columns;
    private final int[] positions;
    private final List<String> ignored = new ArrayList<>();

    /**
     * @param names of the file's columns, in their order
     * @throws RefusedFileException if one is there twice, or one that each film needs is missing
     */
    FilmHeader(FilmContract contract, List<String> names) throws RefusedFileException {
        this.columns = contract.columns();
        this.positions = new int[columns.size()];
        Arrays.fill(positions, -1);
        Map<String, Integer> places = new HashMap<>();
        columns.forEach(column -> places.put(FilmColumn.sameName(column.name()), columns.indexOf(column)));
        take(names, places);
        Map<String, Integer> others = new HashMap<>();
        columns.forEach(column -> column.headerNames().forEach(name -> {
            // The column's own name takes precedence over its other names.
            if (positions[columns.indexOf(column)] < 0) {
                others.put(FilmColumn.sameName(name), columns.indexOf(column));
            }
        }));
        take(names, others);
        List<String> missing = columns.stream()
                .filter(column -> !column.nullable() && positions[columns.indexOf(column)] < 0)
                .map(FilmColumn::name)
                .toList();
        if (!missing.isEmpty()) {
            throw new RefusedFileException("the header lacks " + String.join(" and ", missing) + "; it has "
                    + shown(names) + ", and may have " + contract.names() + " (from Spark: option(\"header\", true))");
        }
        for (int i = 0; i < names.size(); i++) {
            int position = i;
            if (Arrays.stream(positions).noneMatch(taken -> taken == position)
                    && !names.get(i).isBlank()) {
                ignored.add(names.get(i).strip());
            }
        }
    }

    private void take(List<String> names, Map<String, Integer> places) throws RefusedFileException {
        for (int i = 0; i < names.size(); i++) {
            Integer place = places.get(FilmColumn.sameName(names.get(i)));
            if (place == null) {
                continue;
            }
            if (positions[place] >= 0) {
                throw new RefusedFileException("the header has the column "
                        + columns.get(place).name() + " twice: as " + FilmColumn.quoted(names.get(positions[place]))
                        + " and as " + FilmColumn.quoted(names.get(i)));
            }
            positions[place] = i;
        }
    }

    /** The position of the contract's nth column in a row; -1: the file has no such column. */
    int position(int column) {
        return positions[column];
    }

    /** Columns of the contract that the file has. */
    List<String> present() {
        return columns.stream()
                .filter(column -> positions[columns.indexOf(column)] >= 0)
                .map(FilmColumn::name)
                .toList();
    }

    /** Columns of the file of which the contract knows nothing. */
    List<String> ignored() {
        return ignored;
    }

    private static String shown(List<String> names) {
        return names.stream().limit(12).map(FilmColumn::quoted).collect(Collectors.joining(", "))
                + (names.size() > 12 ? " and " + (names.size() - 12) + " more" : "");
    }
}
