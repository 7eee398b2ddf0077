package io.clickreel.delivery;

import io.clickreel.contract.Plan;
import io.clickreel.delivery.batch.Fates;

/**
 * A batch that an earlier owner of a partition has begun, and that nobody has closed yet.
 *
 * @param end the offset after its last one
 * @param plan what its records are read under
 * @param fates what became of them so far
 */
record Begun(long end, Plan plan, Fates fates) {}
