package io.clickreel.contract;

/** Where the user came from. */
public enum Referrer implements ContractValue {
    HOMEPAGE("homepage"),
    SEARCH("search"),
    RECOMMENDATION("recommendation");

    private final String text;

    Referrer(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
