package io.clickreel.contract;

/** Where in the platform a click happened. */
public enum Page implements ContractValue {
    BROWSE("browse"),
    FILM_DETAIL("film_detail");

    private final String text;

    Page(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }
}
