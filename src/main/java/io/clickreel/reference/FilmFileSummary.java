package io.clickreel.reference;

import java.util.List;

/**
 * What is to be said of a file that was read.
 *
 * @param present columns of the contract that the file has
 * @param ignored columns of which the contract knows nothing
 */
record FilmFileSummary(long rows, List<String> present, List<String> ignored) {}
