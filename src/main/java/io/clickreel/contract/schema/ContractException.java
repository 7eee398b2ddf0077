package io.clickreel.contract.schema;

/** A contract that cannot be used. The message says which file, where in it, what is wrong, and how to mend it. */
public final class ContractException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ContractException(String message) {
        super(message);
    }

    public ContractException(String message, Throwable cause) {
        super(message, cause);
    }
}
