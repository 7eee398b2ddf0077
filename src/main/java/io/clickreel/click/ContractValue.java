package io.clickreel.click;

/** One of the values that the contract allows in a field, as it is written in JSON. */
public interface ContractValue {
    String text();
}
