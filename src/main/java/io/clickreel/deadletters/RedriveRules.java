package io.clickreel.deadletters;

/**
 * How letters are moved back.
 *
 * @param force also those that break today's contract again
 * @param dryRun only counts
 * @param limit the most letters to be moved
 */
public record RedriveRules(boolean force, boolean dryRun, long limit) {}
