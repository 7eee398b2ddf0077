package io.clickreel.newstream;

import io.clickreel.infer.Proposal;
import io.clickreel.trial.Trial;

/**
 * A stream that could be made, tried out on its sample.
 *
 * @param source a sentence on where the sample is from
 */
public record Draft(Request request, String source, Proposal proposal, Trial trial) {}
