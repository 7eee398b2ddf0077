package io.clickreel.redrive;

/**
 * How letters are moved back.
 *
 * @param force whether to move letters that break today's contract again
 * @param limit the most letters to be moved
 */
public record RedriveRules(boolean force, long limit) {}
