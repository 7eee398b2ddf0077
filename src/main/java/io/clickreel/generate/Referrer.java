package io.clickreel.generate;

/** Where the user came from. */
public enum Referrer implements Word {
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
