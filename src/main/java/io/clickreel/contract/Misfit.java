package io.clickreel.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.clickreel.contract.ContractViolation.Reason;

/**
 * A value that its column cannot hold, or a part of it.
 *
 * @param place of the part, behind the name of the value: {@code [1]}, {@code .width}; empty: the value itself
 * @param expectation what the part must be, worded so that it follows "must be"
 */
record Misfit(Reason reason, String place, JsonNode value, String expectation) {
    Misfit within(String outer) {
        return new Misfit(reason, outer + place, value, expectation);
    }

    /** @param name of the value */
    ContractViolation of(String name) {
        return reason == Reason.DUPLICATE_FIELD
                ? ContractViolation.duplicate(name + place)
                : ContractViolation.ofField(reason, name + place, JsonText.describe(value), expectation);
    }
}
