package io.clickreel.reference;

import java.util.List;

/**
 * What is to be said of a file that was read.
 *
 * @param ignored columns of which the contract knows nothing
 */
record FilmFileSummary(long rows, List<String> ignored) {}
