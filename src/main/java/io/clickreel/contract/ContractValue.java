package io.clickreel.contract;

import java.util.Arrays;

/** One of the values that the contract allows in a field, as it is written in JSON. */
public interface ContractValue {
    String text();

    static String[] texts(ContractValue[] values) {
        return Arrays.stream(values).map(ContractValue::text).toArray(String[]::new);
    }
}
