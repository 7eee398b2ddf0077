package io.clickreel.films.file;

import java.util.List;

/**
 * What was found in a file that was read.
 *
 * @param present columns of the contract that the file has
 * @param ignored columns of which the contract knows nothing
 */
public record FilmFileSummary(long rows, List<String> present, List<String> ignored) {}
